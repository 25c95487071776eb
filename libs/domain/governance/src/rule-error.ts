/** What is wrong with rules, and where; everything is said at once. */
import { isObject, pointer } from '@tributary/domain-collection';
import { type JsonObject } from '@tributary/contracts';

export interface RuleError {
  /** JSON pointer into the rules. */
  readonly at: string;
  readonly message: string;
}

/** Reads JSON that somebody wrote, and notes what is wrong with it instead of stopping. */
export class RuleReader {
  readonly errors: RuleError[] = [];

  /** `stored`: read before some things were refused. */
  constructor(private readonly rules: 'new' | 'stored') {}

  /** For what can be read, and yet nothing could keep to. */
  refuseNew(at: string, message: string): void {
    if (this.rules === 'new') this.refuse(at, message);
  }

  refuse(at: string, message: string): void {
    this.errors.push({ at: at === '' ? '/' : at, message });
  }

  object(value: unknown, at: string, names: readonly string[]): JsonObject {
    if (!isObject(value)) {
      this.refuse(at, 'Must be an object.');
      return {};
    }
    for (const name of Object.keys(value)) {
      if (!names.includes(name))
        this.refuse(pointer(at, name), `There is no such member; there are ${names.join(', ')}.`);
    }
    return value;
  }

  oneOf<const T extends string>(
    value: unknown,
    at: string,
    { all, otherwise }: { readonly all: readonly T[]; readonly otherwise?: T },
  ): T {
    if (value === undefined && otherwise !== undefined) return otherwise;
    const found = all.find((one) => one === value);
    if (found !== undefined) return found;
    this.refuse(at, `Must be one of ${all.join(', ')}.`);
    const [first] = all;
    if (first === undefined) throw new Error('There is nothing to choose from.');
    return first;
  }

  text(value: unknown, at: string, longest = 500): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.length > 0 && value.length <= longest) return value;
    this.refuse(at, `Must be a text of 1 to ${longest} characters.`);
    return undefined;
  }

  number(value: unknown, at: string): number | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.refuse(at, 'Must be a number.');
    return undefined;
  }

  flag(value: unknown, at: string): boolean | undefined {
    if (value === undefined || typeof value === 'boolean') return value;
    this.refuse(at, 'Must be true or false.');
    return undefined;
  }

  list(value: unknown, at: string, most: number): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value) && value.length <= most) return value;
    this.refuse(at, `Must be a list of at most ${most}.`);
    return [];
  }
}
