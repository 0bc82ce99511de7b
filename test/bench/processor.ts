/** Milliseconds of the processor that this process has taken: a clock that other programs on the machine do not move. */
export function processorClock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
