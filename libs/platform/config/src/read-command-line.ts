/** Turns a command line into one frozen, typed object; what is wrong with it is told in one line that says where its options are described. */
import { parseArgs } from 'node:util';
import { ConfigError, type ConfigOf, readConfig, type Setting } from './read-config.ts';

/** An option without a value: it is there or not. */
export interface Flag extends Setting<boolean> {
  readonly flag: true;
}

export const flag = (key: string): Flag => ({ key, flag: true, parse: (text) => text !== undefined });

type Settings = Readonly<Record<string, Setting<unknown>>>;

export interface CommandLineRules<S extends Settings> {
  /** As Node gives them, without the program. */
  readonly args: readonly string[];
  /** Each key is the name of an option, without its dashes. */
  readonly settings: S;
  /** Words beside the options; refused unless they are expected. */
  readonly takesWords?: boolean;
  /** Where a reader finds the options. */
  readonly describedIn: string;
}

export type CommandLine<S extends Settings> =
  | { readonly ok: true; readonly values: ConfigOf<S>; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string };

export function readCommandLine<S extends Settings>(rules: CommandLineRules<S>): CommandLine<S> {
  const { texts, words, problems } = tokensOf(rules);
  try {
    const values = readConfig(texts, rules.settings);
    if (problems.length === 0) return { ok: true, values, words };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // An option that was refused as it was written is not refused again for its value.
    const told = error.problems.map((problem) => `--${problem}`);
    problems.push(...told.filter((problem) => !problems.some((known) => known.startsWith(firstWord(problem)))));
  }
  return { ok: false, problem: `${problems.join('; ')}. The options are described in ${rules.describedIn}.` };
}

const firstWord = (text: string): string => `${text.split(' ', 1)[0] ?? ''} `;

interface Read {
  readonly texts: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly problems: string[];
}

function tokensOf({ args, settings, takesWords = false }: CommandLineRules<Settings>): Read {
  const flags = new Map(Object.values(settings).map((setting) => [setting.key, 'flag' in setting]));
  const options = Object.fromEntries(
    [...flags].map(([key, isFlag]) => [key, { type: isFlag ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const texts: Record<string, string> = {};
  const words: string[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (takesWords) words.push(token.value);
      else problems.push(`${token.value} belongs to no option`);
      continue;
    }
    const { name, rawName, value } = token;
    const isFlag = flags.get(name);
    const isNextOption = value?.startsWith('--') === true && token.inlineValue === false;
    if (isFlag === undefined) problems.push(`there is no option ${rawName}`);
    else if (isFlag && value !== undefined) problems.push(`${rawName} takes no value`);
    else if (!isFlag && (value === undefined || value === '' || isNextOption))
      problems.push(`${rawName} needs a value`);
    else texts[name] = value ?? 'given';
  }
  return { texts, words, problems };
}
