// Reads Kubernetes objects, one JSON document a line, and prints what their schemas say of each that is not valid.
import { createInterface } from 'node:readline';

const packages = {
  'argoproj.io': '@kubernetes-models/argo-cd/',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api/',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator/',
};

for await (const line of createInterface({ input: process.stdin })) {
  const object = JSON.parse(line);
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const module = await import(`${packages[group] ?? 'kubernetes-models/'}${object.apiVersion}/${object.kind}`);
    new module[object.kind](object).validate();
    console.log(`valid ${name}`);
  } catch (error) {
    console.log(`INVALID ${name}: ${error.message}`);
  }
}
