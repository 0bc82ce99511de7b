/** Proofs after saving: what the analyses find stands among the diagnostics until the project changes. */
import type { Bundle, Proved } from "@mandate/compiler";
import type { Connection } from "vscode-languageserver/node.js";
import type { Project } from "../projects/project.ts";
import type { Projects } from "../projects/projects.ts";
import type { Snapshot } from "../projects/snapshot.ts";
import type { Guard } from "./guard.ts";

/** Proves a sound bundle, somewhere where it takes no time from the server. */
export interface Prover {
  /** @param today ISO date */
  readonly prove: (bundle: Bundle, today: string) => Promise<Proved>;
  readonly close: () => Promise<void>;
}

export interface ProofsService {
  /** something was saved: prove what is not proved yet */
  readonly soon: () => void;
}

interface Given {
  readonly connection: Connection;
  readonly projects: Projects;
  readonly prover: Prover;
  readonly attempt: Guard["attempt"];
  /** findings have come, or gone */
  readonly found: () => void;
}

export function proveAfterSaving({ connection, projects, prover, attempt, found }: Given): ProofsService {
  const proved = new WeakSet<Snapshot>();
  let running = false;
  let again = false;

  const proveOne = async (project: Project): Promise<void> => {
    const snapshot = project.snapshot();
    const { bundle } = snapshot.compilation;
    if (bundle === undefined || proved.has(snapshot)) return;
    const { findings } = await prover.prove(bundle, snapshot.today);
    // Of a text that has changed meanwhile nothing is told: its next saving will be proved.
    const after = project.proved(snapshot, findings);
    if (after === undefined) return;
    proved.add(after);
    found();
  };

  const proveAll = async (): Promise<void> => {
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin("Proving policies");
    try {
      for (const project of projects.all()) await proveOne(project);
    } finally {
      progress.done();
    }
  };

  return {
    soon: () => {
      again = true;
      if (running) return;
      running = true;
      void attempt("proving", async () => {
        while (again) {
          again = false;
          await proveAll();
        }
      }).finally(() => {
        running = false;
      });
    },
  };
}
