/** Checks a manifest against the schema of its kind: Kubernetes' own, or the operator's (schemas/README.md says which). */
import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';

const file = new URL('../../schemas/kubernetes.json', import.meta.url);

/** Answers what is wrong, in words; nothing where the manifest is valid. */
export type ManifestCheck = (kind: string, manifest: unknown) => readonly string[];

export function manifestCheck(): ManifestCheck {
  // eslint-disable-next-line no-restricted-syntax -- our own file, written by schemas/reduce.mjs
  const { roots, definitions } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    Record<string, AnySchemaObject>
  >;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const compiled = new Map<string, ValidateFunction>();
  return (kind, manifest) => {
    const root = roots?.[kind];
    if (root === undefined) return [`there is no schema for ${kind}`];
    const validate = compiled.get(kind) ?? ajv.compile({ ...root, definitions });
    compiled.set(kind, validate);
    if (validate(manifest) === true) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
