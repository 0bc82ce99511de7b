/** MDT702x: the project itself: its manifest, and files that cannot be read as they are. */
import { entry, meant, series } from "./entry.ts";

export const project = {
  manifestMalformed: entry<{ why: string }>({
    code: "MDT7020",
    severity: "error",
    name: "manifest-malformed",
    message: ({ why }) => `the manifest cannot be read: ${why}`,
    help: "the manifest is JSON: keys and texts in double quotes, a comma between two entries and none after the last",
    page: {
      why: "Without its manifest nobody knows which files are the firm's, and so what any of them may say.",
    },
  }),
  manifestKey: entry<{ found: string; known: readonly string[]; near?: string | undefined }>({
    code: "MDT7021",
    severity: "error",
    name: "unknown-setting",
    message: ({ found, near }) => `\`${found}\` is no setting of a manifest${meant(near)}`,
    help: ({ known }) => `the settings here are ${series(known)}`,
    page: { why: "A misspelt setting would silently leave its default in force." },
  }),
  manifestValue: entry<{ setting: string; why: string }>({
    code: "MDT7022",
    severity: "error",
    name: "setting-of-the-wrong-kind",
    message: ({ setting, why }) => (setting === "" ? why : `\`${setting}\` ${why}`),
    page: { why: "A setting is taken as it stands or not at all; it is never guessed at." },
  }),
  manifestMissing: entry<{ setting: string; example: string }>({
    code: "MDT7023",
    severity: "error",
    name: "setting-that-is-missing",
    message: ({ setting }) => `the manifest has no \`${setting}\``,
    help: ({ example }) => `add \`${example}\``,
    page: { why: "Names, securities and layers have no default that would be right for every firm." },
  }),
  notUtf8: entry<{ file: string; why: string }>({
    code: "MDT7024",
    severity: "error",
    name: "not-utf-8",
    message: ({ file, why }) => `\`${file}\` is not UTF-8: ${why}`,
    help: "save the file with the encoding UTF-8",
    page: {
      why: "The same bytes are different letters in different encodings, so a name could silently become another.",
    },
  }),
  unreadable: entry<{ file: string; why: string }>({
    code: "MDT7025",
    severity: "error",
    name: "file-that-cannot-be-read",
    message: ({ file, why }) => `\`${file}\` cannot be read: ${why}`,
    page: { why: "A policy that cannot be read would otherwise be a policy that is not in force." },
  }),
  outside: entry<{ file: string }>({
    code: "MDT7026",
    severity: "error",
    name: "link-out-of-the-project",
    message: ({ file }) => `\`${file}\` is a link to a place outside the project, and is not followed`,
    help: "put the file itself in the project",
    page: {
      why: "What is in force is what was reviewed in the project; a file elsewhere changes without a review.",
    },
  }),
  notFollowed: entry<{ file: string; target: string }>({
    code: "MDT7027",
    severity: "error",
    name: "link-to-what-is-not-read",
    message: ({ file, target }) =>
      `\`${file}\` is a link to \`${target}\`, where no policies are read, so nothing in it counts`,
    help: "put the file itself in the place of the link",
    page: { why: "A file's layer is where the file lies; a link gives it no other." },
  }),
  loop: entry<{ file: string; back: string }>({
    code: "MDT7028",
    severity: "warning",
    name: "link-in-a-circle",
    message: ({ file, back }) =>
      `\`${file}\` is a link back to ${back}, which it lies in; it is not followed`,
    help: "take the link out",
    page: { why: "Followed, it would lead to the same files again and again, without an end." },
  }),
  noPolicies: entry<{ globs: readonly string[] }>({
    code: "MDT7029",
    severity: "error",
    name: "project-without-policies",
    message: ({ globs }) =>
      globs.length === 0
        ? "no layer names a folder, so the project has no policies"
        : `there is no policy in the project: no file that ends in \`.mandate\` lies in ${series(globs, "or")}`,
    help: "`mandate init` makes a small project to start from",
    page: { why: "A project of no policies permits everything, which is hardly what is meant." },
  }),
};
