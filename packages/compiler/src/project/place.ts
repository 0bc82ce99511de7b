/** Places that a manifest or a command line names: paths, and addresses such as a database's. */

/** Whether it is an address (`postgres://…`) and not a path: an address means the same from whatever folder it is read. */
export function isAddress(place: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(place);
}
