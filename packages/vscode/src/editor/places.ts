/** Places that programs print: a file of the project and a line. */

export interface PrintedPlace {
  /** offsets in the text */
  readonly start: number;
  readonly end: number;
  /** relative to the project */
  readonly file: string;
  /** from 1 */
  readonly line: number;
}

const PLACE = /(?<![\w./-])((?:[\w.-]+\/)*[\w.-]+\.(?:mandate|csv|json)):(\d+)/g;

export function placesIn(text: string): readonly PrintedPlace[] {
  return [...text.matchAll(PLACE)].map(({ 0: all, 1: file = "", 2: line = "", index }) => ({
    start: index,
    end: index + all.length,
    file,
    line: Number(line),
  }));
}
