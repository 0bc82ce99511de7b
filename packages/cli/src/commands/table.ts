import type { CommandSpec, OptionSpec } from "./command.ts";

/** Of both sides of a queue. */
const patience: OptionSpec = {
  of: ["--queue"],
  flags: "--patience <SECONDS>",
  description: "with --queue: how long PostgreSQL may be away (default: 300)",
};

/** Every command, in the order in which help lists them. */
export const commands: readonly CommandSpec[] = [
  {
    name: "init",
    description: "make a small project that checks, tests and solves",
    arguments: [{ name: "<DIR>", description: "an empty folder, or one that is not there yet" }],
    shared: ["quiet"],
    example: "init my-firm",
    load: () => import("./init.ts"),
  },
  {
    name: "check",
    description: "find what is wrong in the policies: syntax, names, types and units, authority",
    options: [
      {
        flags: "--format <FORMAT>",
        description: "how to print what is found",
        choices: ["pretty", "json", "sarif", "github"],
      },
      {
        flags: "--prove",
        description:
          "also prove that every permitted choice leaves a portfolio, and find what clashes or does nothing",
      },
    ],
    shared: ["project", "asOf", "json", "quiet"],
    example: "check --project examples/acme",
    load: () => import("./check.ts"),
  },
  {
    name: "fmt",
    description: "bring policies into their one layout",
    arguments: [
      { name: "[paths...]", description: "files and folders (default: every policy of the project)" },
    ],
    options: [{ flags: "--check", description: "change nothing, and say which files would change" }],
    shared: ["project", "json", "quiet"],
    example: "fmt --check --project examples/acme",
    load: () => import("./fmt.ts"),
  },
  {
    name: "test",
    description: "run the tests that the policies carry",
    options: [
      { flags: "--coverage", description: "also say which clauses no test ever made binding" },
      { flags: "--filter <TEXT>", description: "only the tests whose title contains this" },
      {
        flags: "--format <FORMAT>",
        description: "how to print the results",
        choices: ["pretty", "json", "junit"],
      },
      {
        flags: "--watch",
        description: "run them again whenever a policy, a CSV file or the manifest changes",
      },
    ],
    shared: ["project", "asOf", "json", "quiet"],
    example: "test --project examples/acme",
    load: () => import("./test.ts"),
  },
  {
    name: "solve",
    description: "propose trades for every account of the book",
    options: [
      {
        flags: "--book <DIR>",
        description: "the book's folder, a DuckDB file, or a PostgreSQL address (default: the project's)",
      },
      { flags: "--out <DIR>", description: "the run folder (default: runs/DAY in the project)" },
      {
        flags: "--account <ID>",
        description: "only this account, solved with its household; may be given again",
        repeated: true,
      },
      {
        flags: "--solver <NAME>",
        description: "which solver (default: auto)",
        choices: ["auto", "structured", "highs", "jslp"],
      },
      { flags: "--workers <N>", description: "threads (default: one a core; with --queue, 0 is allowed)" },
      { flags: "--time-limit <SECONDS>", description: "what an account may take (default: 10)" },
      {
        flags: "--queue <URL>",
        description: "share the accounts with every `mandate worker` at this PostgreSQL database",
      },
      patience,
      { flags: "--resume", description: "go on where a run into the same folder was interrupted" },
      {
        flags: "--parquet",
        description: "write the proposals as Parquet files too, two a shard, in `parquet/`",
      },
    ],
    shared: ["project", "bookDay", "json", "quiet"],
    example: "solve --project examples/acme",
    load: () => import("./solve.ts"),
  },
  {
    name: "worker",
    description: "solve accounts for the runs of `mandate solve --queue`, on this machine, until interrupted",
    options: [
      {
        flags: "--queue <URL>",
        description: "the PostgreSQL database, as postgres://host:5432/database",
      },
      { flags: "--workers <N>", description: "threads (default: one a core)" },
      patience,
      { flags: "--drain", description: "end once no run is left" },
    ],
    shared: ["quiet"],
    example: "worker --queue postgres://db.example.com/mandate",
    load: () => import("./worker.ts"),
  },
  {
    name: "explain",
    description: "say why an account trades as it does: reasons in dollars, limits that bind, what clashes",
    arguments: [{ name: "<ACCOUNT>", description: "the account's id" }],
    options: [
      { flags: "--run <DIR>", description: "the run folder (default: the project's newest)" },
      {
        flags: "--full",
        description: "every trade with its lots and all its reasons",
        instead: ["--why-not", "--prices"],
      },
      {
        flags: "--format <FORMAT>",
        description: "how to print it; `markdown` is for the client",
        choices: ["pretty", "markdown", "json"],
      },
      {
        flags: "--why-not <TRADE>",
        description:
          'instead, what speaks against a trade ("sell AAPL", "buy $5,000 of VTI") or a limit ("weight(Equity) >= 62%")',
      },
      {
        flags: "--prices",
        description:
          "instead, what each limit that binds costs, exactly: the account is solved again for each",
        instead: ["--why-not"],
      },
      {
        flags: "--book <DIR>",
        description: "with these two: the book (default: the project's)",
        of: ["--why-not", "--prices"],
      },
      {
        flags: "--solver <NAME>",
        of: ["--why-not", "--prices"],
        description: "with these two: which solver (default: auto)",
        choices: ["auto", "structured", "highs", "jslp"],
      },
      {
        flags: "--time-limit <SECONDS>",
        of: ["--why-not", "--prices"],
        description: "with these two: what a search may take (default: 10)",
      },
    ],
    shared: ["project", "runDay", "json"],
    example: "explain 1001 --project examples/acme",
    load: () => import("./explain.ts"),
  },
  {
    name: "diff",
    description: "say what an edit changes in effect, clause by clause, with a portfolio that shows it",
    arguments: [
      { name: "<REV>", description: "before: a folder, or a git revision" },
      { name: "[REV2]", description: "after (default: the project as it lies here)" },
    ],
    options: [
      {
        flags: "--format <FORMAT>",
        description: "how to print it; `markdown` is for a pull request",
        choices: ["pretty", "markdown", "json"],
      },
      { flags: "--exit-code", description: "exit with 1 where something changed in effect" },
      {
        flags: "--book <DIR>",
        description: "also solve both versions over this book, for the accounts that the change can touch",
      },
      {
        flags: "--solver <NAME>",
        of: ["--book"],
        description: "with --book: which solver (default: auto)",
        choices: ["auto", "structured", "highs", "jslp"],
      },
      { flags: "--workers <N>", description: "with --book: threads (default: one a core)", of: ["--book"] },
      {
        flags: "--time-limit <SECONDS>",
        description: "with --book: what an account may take (default: 10)",
        of: ["--book"],
      },
    ],
    shared: ["project", "asOf", "json"],
    example: "diff HEAD --project examples/acme",
    load: () => import("./diff.ts"),
  },
  {
    name: "git",
    description:
      "work with git: compare policies by what they declare, check before each commit, review pull requests, name owners",
    arguments: [
      {
        name: "<ACTION>",
        description:
          "`install` (this clone's comparison and pre-commit check), `ci` (a review recipe and a GitHub workflow), `owners` (CODEOWNERS), or what git itself calls: `pre-commit`, `textconv`",
      },
      { name: "[FILE]", description: "with `textconv`: a policy file" },
    ],
    options: [
      {
        flags: "--firm <OWNERS>",
        description: "with `owners`: who owns the firm's layer, as @acme/committee",
      },
      { flags: "--advisor <OWNERS>", description: "with `owners`: who owns the advisors' layer" },
      { flags: "--client <OWNERS>", description: "with `owners`: who owns the clients' layer" },
      {
        flags: "-o, --out <FILE>",
        description: "with `owners`: where to write it (default: standard output)",
      },
    ],
    shared: ["project", "quiet"],
    example: "git owners --firm @acme/committee --advisor @acme/advisors --project examples/acme",
    load: () => import("./git.ts"),
  },
  {
    name: "blame",
    description: "say of each clause of an account's policy which commit introduced it, when, and why",
    arguments: [{ name: "<ACCOUNT>", description: "the account's id" }],
    shared: ["project", "asOf", "json"],
    example: "blame 1001 --project examples/acme",
    load: () => import("./blame.ts"),
  },
  {
    name: "log",
    description:
      "say how a clause's effect changed over the commits: tightened, loosened, with a portfolio that shows it",
    arguments: [
      { name: "<CLAUSE>", description: "as `mandate diff` calls it: `SingleIssuer`, `Balanced.Cash.band`" },
    ],
    options: [{ flags: "--max <N>", description: "commits to look at, the newest first (default: 50)" }],
    shared: ["project", "asOf", "json"],
    example: "log SingleIssuer --max 5 --project examples/acme",
    load: () => import("./log.ts"),
  },
  {
    name: "expand",
    description:
      "show what the policies come to: the core, each part with its source; or one account's policy, layer by layer",
    arguments: [{ name: "[NAME]", description: "one limit, preference, model, profile, menu or list" }],
    options: [{ flags: "--account <ID>", description: "the policy of one account" }],
    shared: ["project", "asOf", "json"],
    example: "expand Concentration --project examples/acme",
    load: () => import("./expand.ts"),
  },
  {
    name: "build",
    description: "compile the policies into a bundle: JSON, with a hash of its content",
    options: [{ flags: "-o, --out <FILE>", description: "where to write it (default: standard output)" }],
    shared: ["project", "asOf", "json", "quiet"],
    example: "build -o acme.json --project examples/acme",
    load: () => import("./build.ts"),
  },
  {
    name: "menus",
    description: "show what advisors and clients may choose",
    options: [
      { flags: "--json-schema", description: "print a JSON Schema (2020-12) of an account's choices" },
    ],
    shared: ["project", "asOf", "json"],
    example: "menus --project examples/acme",
    load: () => import("./menus.ts"),
  },
  {
    name: "docs",
    description: "write the handbook of the firm's policy, as Markdown and HTML",
    arguments: [
      {
        name: "[CODE]",
        description: "instead, explain a diagnostic: why it matters, what to avoid and to prefer",
      },
    ],
    options: [
      {
        flags: "-o, --out <DIR>",
        description: "the folder to write it to (default: Markdown to standard output)",
      },
    ],
    shared: ["project", "asOf", "quiet"],
    example: "docs --project examples/acme",
    load: () => import("./docs.ts"),
  },
  {
    name: "lsp",
    description: "the language server, for editors: it speaks the Language Server Protocol",
    options: [{ flags: "--stdio", description: "over standard input and output, which is the only way" }],
    shared: ["asOf"],
    example: "lsp --stdio",
    load: () => import("./lsp.ts"),
  },
];
