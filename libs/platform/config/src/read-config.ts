/** Turns environment variables into one frozen, typed object; every error names the key and the rule, never the value. */

type Environment = Readonly<Record<string, string | undefined>>;

/** How one setting is read: from which variable, and what its text must be. */
export interface Setting<T> {
  readonly key: string;
  /** Throws a plain sentence when the text is not acceptable. */
  parse(text: string | undefined): T;
}

export type ConfigOf<S extends Readonly<Record<string, Setting<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export function readConfig<S extends Readonly<Record<string, Setting<unknown>>>>(
  env: Environment,
  settings: S,
): ConfigOf<S> {
  const problems: string[] = [];
  const entries = Object.entries(settings).map(([name, setting]) => {
    try {
      const text = env[setting.key];
      return [name, setting.parse(text === '' ? undefined : text)] as const;
    } catch (error) {
      problems.push(`${setting.key} ${error instanceof Error ? error.message : String(error)}`);
      return [name, undefined] as const;
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  // eslint-disable-next-line no-restricted-syntax -- built key by key from `settings`, each by its own parser
  return Object.freeze(Object.fromEntries(entries)) as ConfigOf<S>;
}

export function text(key: string): Setting<string | undefined>;
export function text(key: string, fallback: string): Setting<string>;
export function text(key: string, fallback?: string): Setting<string | undefined> {
  return { key, parse: (value) => value ?? fallback };
}

export function requiredText(key: string): Setting<string> {
  return {
    key,
    parse: (value) => {
      if (value === undefined) throw new Error('must be set');
      return value;
    },
  };
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** Without a fallback it may be absent. */
export const integer = <F extends number | undefined>(
  key: string,
  fallback: F,
  range: NumberRange,
): Setting<number | F> => numeric({ key, fallback, range, kind: 'a whole number', fits: Number.isInteger });

export const number = <F extends number | undefined>(
  key: string,
  fallback: F,
  range: NumberRange,
): Setting<number | F> => numeric({ key, fallback, range, kind: 'a number', fits: Number.isFinite });

interface Numeric<F> {
  readonly key: string;
  readonly fallback: F;
  readonly range: NumberRange;
  readonly kind: string;
  readonly fits: (value: number) => boolean;
}

function numeric<F>({ key, fallback, range: { min, max }, kind, fits }: Numeric<F>): Setting<number | F> {
  return {
    key,
    parse: (text) => {
      if (text === undefined) return fallback;
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (!fits(value) || value < min || value > max) throw new Error(`must be ${kind} from ${min} to ${max}`);
      return value;
    },
  };
}

/** Values separated by commas; blanks around them do not count. */
export function list(key: string): Setting<readonly string[]> {
  return {
    key,
    parse: (value) =>
      (value ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  };
}

export function choice<const C extends readonly [string, ...string[]]>(key: string, choices: C): Setting<C[number]> {
  return {
    key,
    parse: (value) => {
      const found = choices.find((candidate) => candidate === (value ?? choices[0]));
      if (found === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
      return found;
    },
  };
}
