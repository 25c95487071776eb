/** Reads a Dockerfile into stages of instructions: enough to look at it, and to follow its steps where there is no Docker. */

export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** `--from=build` and the like. */
  readonly flags: readonly string[];
  /** The rest of the line; a list where it is written as one. */
  readonly arguments: readonly string[];
  readonly isList: boolean;
}

export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

export function readDockerfile(text: string): readonly Stage[] {
  const variables = new Map<string, string>();
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(text)) {
    const { name, arguments: rest } = instruction;
    if (name === 'ARG') {
      const [variable = '', value = ''] = (rest[0] ?? '').split('=');
      variables.set(variable, value);
    } else if (name === 'FROM') {
      const base = (rest[0] ?? '').replaceAll(
        /\$\{(\w+)\}/g,
        (_match, variable: string) => variables.get(variable) ?? '',
      );
      stages.push({ base, name: rest[2], instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

function instructionsOf(text: string): readonly Instruction[] {
  const joined = text.replaceAll(/\\\n\s*/g, ' ').split('\n');
  const lines = joined.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [name = '', ...words] = line.split(/\s+/);
    const flags = words.slice(0, firstWithoutDashes(words));
    const rest = words.slice(flags.length);
    const list = listIn(rest.join(' '));
    return { name: name.toUpperCase(), flags, arguments: list ?? rest, isList: list !== undefined };
  });
}

const firstWithoutDashes = (words: readonly string[]): number => {
  const index = words.findIndex((word) => !word.startsWith('--'));
  return index < 0 ? words.length : index;
};

function listIn(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.map(String) : undefined;
}
