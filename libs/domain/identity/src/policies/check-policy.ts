/** Lets a policy through, or says exactly what is wrong with it, where, and how to mend it. */
import { blockingRules } from '../matching/blocking.ts';
import { defaultPolicy, type Policy } from '../policy.ts';
import { modelIssues, modelShape } from './model-shape.ts';
import {
  between,
  inside,
  isObject,
  issuesOf,
  may,
  must,
  object,
  whole,
  type PolicyIssue,
  type Shape,
} from './shape.ts';

export type CheckedPolicy =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly issues: readonly PolicyIssue[] };

const unlimited = 1_000_000;
const percent = whole(0, 100);

const rule = object({
  kind: must({ kind: 'choice', of: ['exclusive', 'personal', 'device', 'session', 'weak'] }),
  people: must(whole(0, unlimited)),
  mailboxes: must(whole(0, unlimited)),
  records: must(whole(0, unlimited)),
  perPerson: must(whole(1, unlimited)),
  trust: may(percent),
  mailboxDays: may(whole(1, 36_500)),
  perPersonDays: may(whole(1, 36_500)),
});

const typeName = { name: /^(?!previous_id$)[a-z][a-z0-9_]{0,63}$/, wanted: 'a type in small letters, not previous_id' };
const sourceName = { name: /^[^\s\p{Cc}]{1,200}$/u, wanted: 'the name of a source' };

const anyName = { name: /^.{1,200}$/u, wanted: 'an identifier type, the name of a trait, or *' };
const word: Shape = { kind: 'text', pattern: /^\S.{0,253}$/u, wanted: 'a text of at most 254 characters' };
const expression: Shape = { kind: 'expression', most: 500 };

const blockingRule = {
  name: new RegExp(`^(?:${blockingRules.map((rule) => rule.replaceAll('+', '\\+')).join('|')})$`, 'u'),
  wanted: `one of ${blockingRules.join(', ')}`,
};

const matching = object({
  model: must(modelShape),
  joinFrom: must(between(0.5, 1)), // below one half two records are more likely two people
  reviewBelow: must(between(0, 1)),
  reviewRefusedFrom: must(between(0, 1)),
  guard: must(object({ bits: must(between(-1_000, 1_000)), members: must(whole(1, 100)) })),
  recordsPerBlock: must(whole(2, 10_000)),
  recordsPerBlockOf: may({ kind: 'map', ...blockingRule, of: whole(2, 10_000), most: blockingRules.length }),
});

const limits = object({
  identifiersPerRecord: must(whole(10, 1_000)),
  traitsPerRecord: must(whole(1, 1_000)),
  traitLength: must(whole(16, 65_536)),
  sourcesPerIdentifier: must(whole(1, 100)),
  consentsPerRecord: must(whole(1, 1_000)),
  recordsPerComponent: must(whole(2, 2_000)), // a document holds 16 MB
});

const policyShape: Shape = object({
  version: must(whole(1, unlimited)),
  identifiers: must({ kind: 'map', ...typeName, of: rule, most: 64 }),
  illegalValues: must({
    kind: 'list',
    of: { kind: 'text', pattern: /^(?=[^A-Z]{1,512}$)\S(?:.*\S)?$/su, wanted: 'a value in small letters, trimmed' },
    most: 10_000,
  }),
  illegalPatterns: must({ kind: 'map', ...anyName, of: { kind: 'list', of: expression, most: 100 }, most: 100 }),
  disposableDomains: must({ kind: 'list', of: word, most: 10_000 }),
  trust: must(
    object({
      sources: must({ kind: 'map', ...sourceName, of: percent, most: 10_000 }),
      otherwise: must(percent),
      clients: may(percent),
    }),
  ),
  devices: must(
    object({
      shared: must({ kind: 'list', of: word, most: 100 }),
      sources: must({ kind: 'map', ...sourceName, of: word, most: 10_000 }),
    }),
  ),
  consent: must(object({ purpose: must(word), required: must({ kind: 'flag' }) })),
  joinTrust: must(percent),
  country: may({ kind: 'text', pattern: /^[A-Z]{2}$/, wanted: 'a country as two capital letters' }),
  matching: may(matching),
  valueTrait: may({ kind: 'text', pattern: /^\S.{0,199}$/u, wanted: 'the name of a trait with a number' }),
  limits: must(limits),
});

/** What is told at once; who has more to mend asks again. */
const mostIssues = 50;
/** Beside the model, which the store keeps in the same document of 16 MB. */
const longestText = 8_000_000;

/** `version`: the one it gets; what the value says of its version is not looked at. */
export function checkPolicy(value: unknown, version: number): CheckedPolicy {
  const policy: unknown = isObject(value) ? { ...tidied(value), version } : value;
  const { length } = JSON.stringify([policy]);
  if (length > longestText) return { ok: false, issues: [tooLarge(length)] };
  const shaped = issuesOf(policy, policyShape, '');
  const issues = isSound(policy, shaped) ? disagreements(policy) : shaped;
  return isSound(policy, issues) ? { ok: true, policy } : { ok: false, issues: issues.slice(0, mostIssues) };
}

/** A version that an earlier release has stored: what it could not say is as the product has it. */
export function storedPolicy(value: unknown, version: number): CheckedPolicy {
  if (!isObject(value)) return checkPolicy(value, version);
  const { limits } = value;
  const completed = isObject(limits) ? { ...defaultPolicy.limits, ...limits } : defaultPolicy.limits;
  return checkPolicy({ ...defaultPolicy, ...value, limits: completed }, version);
}

const isSound = (_value: unknown, issues: readonly PolicyIssue[]): _value is Policy => issues.length === 0;

/** Illegal values are compared in small letters, and a type that is listed as weak is one that is not listed. */
function tidied(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { illegalValues, identifiers } = value;
  const small = (one: unknown): unknown => (typeof one === 'string' ? one.trim().toLowerCase() : one);
  const isWeak = (own: unknown): boolean => isObject(own) && own['kind'] === 'weak';
  return {
    ...value,
    ...(Array.isArray(illegalValues) ? { illegalValues: illegalValues.map(small) } : {}),
    ...(isObject(identifiers)
      ? { identifiers: Object.fromEntries(Object.entries(identifiers).filter(([, own]) => !isWeak(own))) }
      : {}),
  };
}

function disagreements({
  identifiers,
  limits: { identifiersPerRecord },
  matching: rules,
}: Policy): readonly PolicyIssue[] {
  const issues = Object.entries(identifiers).flatMap(([type, { kind, perPerson }]) =>
    kind !== 'device' && perPerson < unlimited && perPerson > identifiersPerRecord
      ? [
          disagree(
            inside(inside('/identifiers', type), 'perPerson'),
            'A record would hold fewer than a person may have.',
          ),
        ]
      : [],
  );
  if (rules !== undefined && rules.reviewBelow < rules.joinFrom) {
    issues.push(disagree('/matching/reviewBelow', 'What joins below this is looked at, but nothing joins below this.'));
  }
  return rules === undefined ? issues : [...issues, ...modelIssues(rules.model, '/matching/model')];
}

const disagree = (at: string, detail: string): PolicyIssue => ({
  ...{ code: 'POLICY_NUMBERS_DISAGREE', at, detail },
  fix: at.startsWith('/matching') ? 'Give at least joinFrom.' : 'Give at most limits.identifiersPerRecord.',
});

const tooLarge = (length: number): PolicyIssue => ({
  ...{ code: 'POLICY_TOO_LARGE', at: '', detail: `The policy has ${length} characters of JSON.` },
  fix: `Keep it under ${longestText}.`,
});
