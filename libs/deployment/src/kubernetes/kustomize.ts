/** Builds an overlay with the real kustomize: on the path, inside kubectl, or made once by Go; undefined where none can be had. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { type BuiltManifest } from './overlay.ts';

const version = 'v5.8.3';
const k8s = fileURLToPath(new URL('../../../../k8s/', import.meta.url));

/** Answers the manifests of a folder below k8s/. */
export type Builder = (folder: string) => readonly BuiltManifest[];

export function findKustomize(): Builder | undefined {
  const installed = [
    ['kustomize', 'build'],
    ['kubectl', 'kustomize'],
  ].find(works);
  const command = installed ?? [madeByGo()].find(works);
  if (command === undefined) return undefined;
  const [program = '', ...args] = command;
  return (folder) => {
    const text = execFileSync(program, [...args, join(k8s, folder)], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- kustomize writes manifests; the tests check each against its schema
    return parseAllDocuments(text).map((document): BuiltManifest => document.toJS());
  };
}

function works([program = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(program, [...args, '--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Kept in the user's cache, so that it is made once. */
function madeByGo(): readonly string[] {
  const folder = join(homedir(), '.cache', 'tributary', `kustomize-${version}`);
  const program = join(folder, 'kustomize');
  if (existsSync(program)) return [program, 'build'];
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('go', ['install', `sigs.k8s.io/kustomize/kustomize/v5@${version}`], {
      stdio: 'ignore',
      env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' },
    });
  } catch {
    // No Go, or no module proxy: the next candidate, or none.
  }
  return [program, 'build'];
}
