// Says what a schema finds in a document. Usage: node schema.mjs compose|gitlab|knative < DOCUMENT.json
import { readFileSync } from "node:fs";

const document = JSON.parse(readFileSync(0, "utf8"));
let errors = [];
if (process.argv[2] === "knative") {
  const { Service } = await import("@kubernetes-models/knative/serving.knative.dev/v1/Service");
  try {
    new Service(document).validate();
  } catch (error) {
    errors = [error.message];
  }
} else {
  const { default: Ajv } = await import("ajv");
  const schema = process.argv[2] === "gitlab"
    ? (await import("./node_modules/gitlab-ci-local/src/schema/index.js")).default
    : JSON.parse(readFileSync(new URL("node_modules/dclint/schemas/compose.schema.json", import.meta.url), "utf8"));
  delete schema.$schema;
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  if (!validate(document)) errors = validate.errors.map((error) => `${error.instancePath}: ${error.message}`);
}
for (const error of errors) console.error(error);
process.exit(errors.length === 0 ? 0 : 1);
