/**
 * Writes the schemas that the manifests are checked against from their published sources: only the kinds that we use, without
 * prose, closed (a field that the source does not know is an error). README.md says where the sources come from.
 *   node libs/deployment/schemas/reduce.mjs [<swagger.json of Kubernetes>] [<CustomResourceDefinition.yaml> ...]
 * What it is not given stays as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const kinds = [
  'v1.Namespace',
  'v1.ServiceAccount',
  'v1.Service',
  'v1.ConfigMap',
  'apps.v1.Deployment',
  'policy.v1.PodDisruptionBudget',
  'networking.v1.Ingress',
  'networking.v1.NetworkPolicy',
  'autoscaling.v2.HorizontalPodAutoscaler',
  'rbac.v1.Role',
  'rbac.v1.RoleBinding',
];
const file = new URL('kubernetes.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8'));
const { roots } = schema;
const given = process.argv.slice(2);
const crdFiles = given.filter((name) => /\.ya?ml$/.test(name));
for (const name of given.filter((each) => each.endsWith('.json'))) {
  Object.assign(schema, kubernetes(JSON.parse(readFileSync(name, 'utf8'))));
}

for (const crd of crdFiles.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJS()))) {
  const { group, names, versions } = crd.spec;
  for (const { name, schema } of versions.filter(({ storage }) => storage)) {
    const root = closed(schema.openAPIV3Schema);
    delete root.properties.status;
    root.properties.metadata = { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };
    root.properties.apiVersion = { type: 'string' };
    root.properties.kind = { type: 'string' };
    roots[`${group}/${name} ${names.kind}`] = root;
  }
}

writeFileSync(file, `${JSON.stringify(schema)}\n`);
console.log(`${Object.keys(roots).join('\n')}\n${Object.keys(schema.definitions).length} definitions`);

/** Kubernetes' own kinds, with all that they refer to. */
function kubernetes({ definitions, info }) {
  const reached = {};
  const reach = (name) => {
    if (reached[name] !== undefined) return;
    reached[name] = closed(definitions[name]);
    for (const [, next] of JSON.stringify(reached[name]).matchAll(/"#\/definitions\/([^"]+)"/g)) reach(next);
  };
  for (const definition of Object.keys(definitions)) {
    const kind = kinds.find((each) => definition === `io.k8s.api.${each.startsWith('v1.') ? 'core.' : ''}${each}`);
    const [gvk] = definitions[definition]['x-kubernetes-group-version-kind'] ?? [];
    if (kind === undefined || gvk === undefined) continue;
    reach(definition);
    const $ref = `#/definitions/${definition}`;
    roots[`${gvk.group === '' ? '' : `${gvk.group}/`}${gvk.version} ${gvk.kind}`] = { $ref };
  }
  reach('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  reached['io.k8s.apimachinery.pkg.api.resource.Quantity'] = { type: ['string', 'number'] };
  reached['io.k8s.apimachinery.pkg.util.intstr.IntOrString'] = { type: ['string', 'integer'] };
  return { title: `Kubernetes ${info.version} and custom resources`, definitions: reached };
}

/** Without prose; fields that are not named are refused; the types that JSON Schema spells otherwise. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  if (schema['x-kubernetes-int-or-string']) return { type: ['string', 'integer'] };
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const { properties, type, nullable } = schema;
  const dropped = ['properties', 'nullable', ...(isReadable(schema.pattern) ? [] : ['pattern'])];
  const kept = Object.entries(schema).filter(([key]) => !isProse(key) && !dropped.includes(key));
  const result = Object.fromEntries(kept.map(([key, value]) => [key, closed(value)]));
  if (properties !== undefined && typeof properties === 'object') {
    result.properties = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, closed(value)]));
    if (!open && schema.additionalProperties === undefined) result.additionalProperties = false;
  }
  if (nullable === true && typeof type === 'string') result.type = [type, 'null'];
  return result;
}

/** Go's regular expressions know more than ours: `(?i)` in the middle. */
function isReadable(pattern) {
  try {
    return typeof pattern !== 'string' || new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

function isProse(key) {
  return ['description', 'example', 'default', 'format', 'externalDocs', 'title'].includes(key) || key.startsWith('x-');
}
