/**
 * Real VS Code, from the npm registry alone: code-server's package without its install scripts. It is installed once, beside
 * the repository's own packages.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { codeServerFolder, installedExtensions, vsix } from "./places.ts";

const VERSION = "4.100.3";

/** Hashes passwords, and is built from C++ when it is installed; nobody logs in to a server of one's own machine. */
const NO_PASSWORDS = 'throw new Error("no passwords here");\n';

const settings = {
  "chat.commandCenter.enabled": false,
  // A search begins with nothing, rather than with the word that the cursor is in.
  "editor.find.seedSearchStringFromSelection": "never",
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "mandate.suggestFormatOnSave": false,
  // Whoever is asked about trust is asked by a dialog; the folder is not trusted until somebody says so.
  "security.workspace.trust.startupPrompt": "never",
  // Letters of the page, which can be read, rather than of a picture.
  "terminal.integrated.gpuAcceleration": "off",
  "telemetry.telemetryLevel": "off",
  "testing.automaticallyOpenPeekView": "never",
  "update.mode": "none",
  "window.menuBarVisibility": "compact",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const entry = join(codeServerFolder, "node_modules", "code-server", "out", "node", "entry.js");

/** @param ripgrep finds files for VS Code; its own comes by an install script */
export function installCodeServer(ripgrep: string): void {
  const recipe = createHash("sha256")
    .update([VERSION, process.version, ripgrep, NO_PASSWORDS].join())
    .digest("hex");
  const stamp = join(codeServerFolder, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === recipe) return;
  rmSync(codeServerFolder, { recursive: true, force: true });
  mkdirSync(codeServerFolder, { recursive: true });
  writeFileSync(join(codeServerFolder, "package.json"), '{ "private": true }\n');
  const install = (folder: string, ...words: string[]): void => {
    execFileSync(
      "npm",
      [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--prefix",
        folder,
        ...words,
      ],
      {
        cwd: folder,
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
  };
  install(codeServerFolder, `code-server@${VERSION}`);
  const modules = join(codeServerFolder, "node_modules");
  writeFileSync(
    join(modules, "argon2", "argon2.js"),
    `exports.hash = exports.verify = () => { ${NO_PASSWORDS} };\n`,
  );
  const editor = join(modules, "code-server", "lib", "vscode");
  install(editor, "--omit=dev");
  install(join(editor, "extensions"), "--omit=dev");
  symlinkSync("node_modules", join(editor, "node_modules.asar"));
  const bin = join(editor, "node_modules", "@vscode", "ripgrep", "bin");
  mkdirSync(bin, { recursive: true });
  symlinkSync(ripgrep, join(bin, "rg"));
  writeFileSync(stamp, recipe);
}

export interface CodeServer {
  /** of the workbench, for a folder */
  readonly url: (folder: string) => string;
  readonly stop: () => Promise<void>;
}

/** Whether a server takes every folder for trusted, or none until somebody trusts it. */
export type Trust = "given" | "asked";

/** Serves the workbench, with the extension installed from its package, to this machine alone. */
export async function startCodeServer(data: string, trust: Trust): Promise<CodeServer> {
  const places = ["--user-data-dir", join(data, "data"), "--extensions-dir", installedExtensions];
  mkdirSync(join(data, "data", "User"), { recursive: true });
  mkdirSync(join(data, "data", "logs"), { recursive: true });
  writeFileSync(join(data, "data", "User", "settings.json"), JSON.stringify(settings));
  const config = join(data, "config.yaml");
  writeFileSync(config, "");
  const common = [entry, "--config", config, ...places];
  if (!existsSync(installedExtensions))
    execFileSync(process.execPath, [...common, "--install-extension", vsix], { stdio: "ignore" });
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      ...common,
      "--bind-addr",
      `127.0.0.1:${port}`,
      "--auth",
      "none",
      "--disable-telemetry",
      "--disable-update-check",
      ...(trust === "given" ? ["--disable-workspace-trust"] : []),
      "--disable-getting-started-override",
    ],
    { stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  await listening(child);
  return {
    url: (folder) => `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`,
    stop: () => stopped(child),
  };
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const read = (text: Buffer): void => {
      said += text.toString();
      if (said.includes("HTTP server listening")) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`code-server ended with ${code}:\n${said}`)));
  });
}

/** Its extension hosts are processes of their own, of the same group. */
function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.pid === undefined || child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    process.kill(-child.pid, "SIGTERM");
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port is free")),
      );
    });
  });
}
