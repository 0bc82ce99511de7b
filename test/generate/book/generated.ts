/** A generated book, and what was asked of it. */
import type { RiskModel } from "@mandate/runtime";
import type { GeneratedProject } from "../project.ts";
import type { Shape, Tables } from "./tables.ts";

export interface BookOptions {
  /** accounts besides those that the project's policies speak of (default 4) */
  readonly extra?: number;
  /** most lots of one security (default 4) */
  readonly lots?: number;
  /** holdings are of these shapes only */
  readonly shapes?: readonly Shape[];
  /** taxable accounts only */
  readonly taxable?: boolean;
  /** no activity table at all, so that purchases are read from the lots */
  readonly noActivity?: boolean;
  /** a risk model of so many factors (default: none) */
  readonly factors?: number;
}

export interface GeneratedBook {
  readonly seed: number;
  readonly asOf: string;
  readonly tables: Tables;
  /** the shape that each account was given */
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly risk?: RiskModel;
  readonly project: GeneratedProject;
}
