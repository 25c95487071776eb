/** Reads and changes the rules of a source; every change is a version of its own. */
import { Problem } from '@tributary/http';
import { parseSourceRules, type SourceRules, usualRules } from '@tributary/domain-governance';
import { type Clock } from '@tributary/telemetry';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type RulesStore, type RulesVersion } from '../ports.ts';
import { type RulesDirectory } from './rules-directory.ts';

export interface ChangeRulesParts {
  readonly store: RulesStore;
  readonly directory: RulesDirectory;
  readonly sources: Pick<SourceDirectory, 'senders'>;
  readonly clock: Clock;
  /** Without it nothing can be made a pseudonym. */
  readonly hasPepper: boolean;
}

export class ChangeRules {
  constructor(private readonly parts: ChangeRulesParts) {}

  async of(source: string): Promise<RulesVersion | undefined> {
    await this.assertKnown(source);
    return (await this.parts.store.versions(source, 1))[0];
  }

  async versions(source: string): Promise<readonly RulesVersion[]> {
    await this.assertKnown(source);
    return this.parts.store.versions(source, mostVersions);
  }

  /** `expected`: the version that this change is of. */
  async change(source: string, json: unknown, expected: number | undefined): Promise<RulesVersion> {
    const rules = this.parse(json);
    const { store, directory, clock } = this.parts;
    const known = (await this.of(source))?.version ?? 0;
    if (expected !== undefined && expected !== known) throw changedMeanwhile(known);
    const version = { source, version: known + 1, rules, createdAt: new Date(clock.now()).toISOString() };
    if (!(await store.add(version))) throw changedMeanwhile(known + 1);
    await directory.reload();
    return version;
  }

  parse(json: unknown): SourceRules {
    const parsed = parseSourceRules(json);
    if (!parsed.ok) throw invalid(parsed.errors);
    if (!this.parts.hasPepper && Object.values(parsed.rules.privacy).includes('hash')) throw noPepper;
    return parsed.rules;
  }

  async assertKnown(source: string): Promise<void> {
    if ((await this.parts.sources.senders()).includes(source)) return;
    throw new Problem({
      status: 404,
      code: 'SOURCE_NOT_FOUND',
      detail: `There is no source ${source}.`,
      fix: 'List them with GET /v1/sources.',
    });
  }
}

const mostVersions = 100;

/** Those that hold where nobody has given any. */
export const withoutRules = (source: string) => ({ source, version: 0, rules: usualRules, createdAt: null });

const invalid = (errors: readonly { readonly at: string; readonly message: string }[]): Problem =>
  new Problem({
    status: 400,
    code: 'RULES_INVALID',
    detail: `The rules have ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`,
    fix: 'Mend what stands in `errors`; GET /v1/openapi.json describes the rules.',
    errors: errors.map(({ at, message }) => ({ at: `/rules${at === '/' ? '' : at}`, message })),
  });

const changedMeanwhile = (version: number): Problem =>
  new Problem({
    status: 409,
    code: 'RULES_CHANGED',
    detail: `The rules were changed meanwhile; they have version ${version} now.`,
    at: '/version',
    fix: 'Read them again, and make the change on top of what they are.',
  });

const noPepper = new Problem({
  status: 409,
  code: 'PSEUDONYM_KEY_MISSING',
  detail: 'Pseudonyms need a secret: without one anybody could find the value by trying.',
  at: '/rules/privacy',
  fix: 'Set INGESTION_PSEUDONYM_KEY to at least 32 random characters and start the service again, or mask instead.',
});
