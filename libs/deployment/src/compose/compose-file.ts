/** Reads docker-compose.yml as Compose does: anchors and merges, variables with their defaults and demands. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Environment = Readonly<Record<string, string>>;

/** A variable that must be set is not. */
export class MissingVariable extends Error {
  override readonly name = 'MissingVariable';
}

const root = new URL('../../../../', import.meta.url);

/** The file as it stands, before variables are filled in. */
export function composeText(): string {
  return readFileSync(new URL('docker-compose.yml', root), 'utf8');
}

/** What `.env` has to say, by `.env.example`. */
export function demandedVariables(): readonly string[] {
  const example = readFileSync(new URL('.env.example', root), 'utf8');
  return [...example.matchAll(/^([A-Z_]+)=$/gm)].map(([, name = '']) => name);
}

/** The whole file with its variables filled in. */
export function readCompose(env: Environment): unknown {
  const merged: unknown = parse(composeText(), { merge: true });
  return filledIn(merged, env);
}

function filledIn(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') return interpolate(value, env);
  if (Array.isArray(value)) return value.map((item) => filledIn(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, env)]));
}

const variable = /\$\{(?<name>\w+)(?::(?<rule>[-?])(?<argument>[^}]*))?\}/g;

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}`; other forms are not used. */
export function interpolate(text: string, env: Environment): string {
  return text.replaceAll(variable, (_match, name: string, rule: string | undefined, argument: string | undefined) => {
    const value = env[name] ?? '';
    if (value !== '' || rule === undefined) return value;
    if (rule === '-') return argument ?? '';
    throw new MissingVariable(`${name} ${argument ?? ''}`);
  });
}
