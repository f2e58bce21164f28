// Reads Kubernetes objects, one JSON document a line with the module that describes it, and prints what their schemas say of each.
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const { module: path, object } = JSON.parse(line);
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const module = await import(path);
    new module[object.kind](object).validate();
    console.log(`valid ${name}`);
  } catch (error) {
    console.log(`INVALID ${name}: ${error.message}`);
  }
}
