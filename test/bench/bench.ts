/** What a section of the benchmarks measures with, and the table that it becomes. */

export interface TimeOptions {
  /** runs that count (default 5); the median is reported */
  readonly repeats?: number;
  /** runs before them that do not (default 1) */
  readonly warmups?: number;
  /** another measurement of this section, made before: the row shows the ratio to it */
  readonly against?: string;
  /** the most that the ratio should be */
  readonly atMost?: number;
  /** the most that the value itself should be, in its unit */
  readonly most?: number;
  /** what one run works through, for a rate: `{ count: 5_000, of: "lines" }` */
  readonly work?: { readonly count: number; readonly of: string };
}

export interface Measurement {
  readonly name: string;
  /** milliseconds, unless `unit` says otherwise */
  readonly value: number;
  readonly unit: string;
  readonly perSecond?: { readonly rate: number; readonly of: string };
  readonly against?: string;
  readonly ratio?: number;
  readonly atMost?: number;
  readonly most?: number;
}

export interface Bench {
  /** the words after the section's name: `npm run bench -- books --accounts 1000000` */
  readonly arguments: readonly string[];
  /** Times a piece of work; the median of the repeats, in milliseconds. */
  readonly time: (name: string, work: () => unknown, options?: TimeOptions) => Promise<number>;
  /** Records what was measured some other way. */
  readonly record: (name: string, value: number, options?: RecordOptions) => void;
  readonly note: (text: string) => void;
}

export interface RecordOptions extends Omit<TimeOptions, "repeats" | "warmups"> {
  readonly unit?: string;
}

/** One file of `sections/` exports one of these as `section`; its name there is what the command line calls it. */
export interface Section {
  readonly title: string;
  readonly run: (bench: Bench) => Promise<void>;
}

export interface Report {
  readonly measurements: readonly Measurement[];
  readonly notes: readonly string[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * Runs a section.
 * @param now milliseconds from any origin
 * @throws Error if a row is compared with one that has not been measured
 */
export async function runSection(
  section: Section,
  words: readonly string[],
  now: () => number = () => performance.now(),
): Promise<Report> {
  const measurements: Measurement[] = [];
  const notes: string[] = [];
  const record = (name: string, value: number, options: RecordOptions = {}): void => {
    const { against, atMost, most, work, unit = "ms" } = options;
    const baseline = measurements.find((one) => one.name === against);
    if (against !== undefined && baseline === undefined)
      throw new Error(`\`${against}\` was not measured before \`${name}\``);
    measurements.push({
      name,
      value,
      unit,
      ...(work === undefined ? {} : { perSecond: { rate: work.count / (value / 1000), of: work.of } }),
      ...(against === undefined || baseline === undefined ? {} : { against, ratio: value / baseline.value }),
      ...(atMost === undefined ? {} : { atMost }),
      ...(most === undefined ? {} : { most }),
    });
  };
  await section.run({
    arguments: words,
    time: async (name, work, options = {}) => {
      for (let warmup = 0; warmup < (options.warmups ?? 1); warmup++) await work();
      const times: number[] = [];
      for (let repeat = 0; repeat < (options.repeats ?? 5); repeat++) {
        const begun = now();
        await work();
        times.push(now() - begun);
      }
      const middle = median(times);
      record(name, middle, options);
      return middle;
    },
    record,
    note: (text) => notes.push(text),
  });
  return { measurements, notes };
}
