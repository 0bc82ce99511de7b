/** A PostgreSQL server of a test's own, from Debian's package, in a temporary folder. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the package puts its programs, a folder a version. */
const PACKAGED = "/usr/lib/postgresql";

/** PostgreSQL refuses to run as root; `nobody` is on every Linux. */
const NOBODY = 65_534;
const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

function programs(): string | undefined {
  if (!existsSync(PACKAGED)) return undefined;
  const [newest] = readdirSync(PACKAGED)
    .filter((version) => existsSync(join(PACKAGED, version, "bin", "initdb")))
    .sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? undefined : join(PACKAGED, newest, "bin");
}

/** Whether tests with a real PostgreSQL can run here. In CI they must. */
export const hasPostgres = programs() !== undefined;
if (!hasPostgres) {
  if (process.env["CI"] === "true") throw new Error("PostgreSQL is not installed: CI installs `postgresql`");
  console.warn("PostgreSQL is not installed (Debian's package is `postgresql`): what needs it is not tested");
}

export interface Cluster {
  /** the address of a database, for its superuser or for another user */
  readonly url: (database?: string, user?: string) => string;
  readonly start: () => void;
  /** `immediate` is what a crash looks like */
  readonly stop: (mode: "fast" | "immediate") => void;
  /** stops it and takes its folder away */
  readonly remove: () => void;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** Starts a server; the superuser `mandate` needs no password, the user `locked` does. */
export async function startCluster(): Promise<Cluster> {
  const bin = programs();
  if (bin === undefined) throw new Error("PostgreSQL is not installed");
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "mandate-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data);
  for (const path of [folder, data]) if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid);
  const run = (program: string, ...words: readonly string[]): void => {
    const ended: SpawnSyncReturns<string> = spawnSync(join(bin, program), words, {
      ...owner,
      cwd: folder,
      encoding: "utf8",
      // A server that goes on would keep a pipe open.
      stdio: ["ignore", "ignore", program === "pg_ctl" ? "ignore" : "pipe"],
    });
    if (ended.status !== 0) throw new Error(`${program} failed: ${ended.stderr ?? ended.error ?? ""}`);
  };
  run("initdb", "-D", data, "-U", "mandate", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync");
  appendFileSync(
    join(data, "postgresql.conf"),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '${folder}'\nfsync = off\n`,
  );
  const access =
    "host all locked 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n";
  // The first line that matches counts.
  rmSync(join(data, "pg_hba.conf"));
  appendFileSync(join(data, "pg_hba.conf"), access);
  if (owner.uid !== undefined) chownSync(join(data, "pg_hba.conf"), owner.uid, owner.gid);
  let running = false;
  const cluster: Cluster = {
    url: (database = "postgres", user = "mandate") => `postgres://${user}@127.0.0.1:${port}/${database}`,
    start() {
      run("pg_ctl", "-D", data, "-l", join(folder, "log"), "-w", "start");
      running = true;
    },
    stop(mode) {
      run("pg_ctl", "-D", data, "-m", mode, "-w", "stop");
      running = false;
    },
    remove() {
      if (running) cluster.stop("immediate");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  cluster.start();
  return cluster;
}
