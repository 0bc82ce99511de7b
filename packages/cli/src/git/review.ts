/** What a pull request is reviewed by: a recipe for any CI, and a workflow for GitHub that runs it and comments. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { inRepository, type Repository } from "./git.ts";

/** The recipe's place in the project. */
const RECIPE = "ci/mandate-review.sh";
const WORKFLOW = ".github/workflows/mandate.yml";

function recipe(project: string): string {
  const place = project === "" ? "." : project;
  return `#!/bin/sh
# Reviews a change of policies: \`sh ${project === "" ? "" : `${project}/`}${RECIPE} origin/main\`, from the repository's root.
# Writes mandate-review.md, to be commented on the change, and fails where a check, a test or a proof does.
set -u
base=\${1:?name the revision that the change goes into, as in origin/main}
project=\${PROJECT:-${place}}
mandate=\${MANDATE:-npx --no-install mandate}
format=\${FORMAT:-pretty}
report=mandate-review.md
failed=0

# What is wrong outright; nothing else is worth a look then.
if ! $mandate check --project "$project" --format "$format"; then
  printf '### The policies do not check\\n\\nSee the log of this run.\\n' > "$report"
  exit 1
fi
$mandate fmt --check --quiet --project "$project" || failed=1
$mandate test --project "$project" || failed=1

# What the change does, clause by clause. A base without the project has nothing to compare with.
if ! $mandate diff "$base" --project "$project" --format markdown > "$report"; then
  printf '### What this changes in effect\\n\\nThere is no sound version of the policies in \`%s\` to compare with.\\n' "$base" > "$report"
fi

# What cannot be met, whatever is chosen: each finding names the clauses and the choice.
if ! findings=$($mandate check --prove --project "$project" --format "$format"); then
  failed=1
  printf '\\n### What cannot hold, or does nothing\\n\\n\`\`\`\\n%s\\n\`\`\`\\n' "$findings" >> "$report"
fi
printf '%s\\n' "$findings"
exit $failed
`;
}

function workflow(repository: Repository): string {
  const paths = repository.inside === "" ? "**" : `${repository.inside}/**`;
  return `# A change of policies, reviewed: checked, tested, proved, and its effect commented on the pull request.
name: mandate
on:
  pull_request:
    paths: ["${paths}"]
permissions:
  contents: read
  pull-requests: write
jobs:
  review:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm ci
      - name: review
        run: sh ${inRepository(repository, RECIPE)} "origin/$GITHUB_BASE_REF"
        env:
          FORMAT: github
      - name: comment
        # A pull request from a fork may not comment; its report is in the run's summary all the same.
        if: always() && hashFiles('mandate-review.md') != ''
        run: |
          cat mandate-review.md >> "$GITHUB_STEP_SUMMARY"
          gh pr comment "$NUMBER" --body-file mandate-review.md --edit-last --create-if-none || true
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.pull_request.number }}
`;
}

/**
 * Writes both into the repository.
 * @returns what was done, a line each
 * @throws {CliError} where a file of that name says something else
 */
export function writeReview(repository: Repository): string[] {
  const files: readonly (readonly [string, string])[] = [
    [inRepository(repository, RECIPE), recipe(repository.inside)],
    [WORKFLOW, workflow(repository)],
  ];
  for (const [shown, text] of files) {
    const path = join(repository.root, shown);
    if (existsSync(path) && readFileSync(path, "utf8") !== text)
      throw new CliError(`\`${shown}\` is there already and says something else: move it away first`);
  }
  return files.map(([shown, text]) => {
    writeWhole(join(repository.root, shown), text, shown);
    return `wrote \`${shown}\``;
  });
}
