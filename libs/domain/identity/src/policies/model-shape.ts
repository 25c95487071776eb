/** What a model of a policy must look like, and whether it can be used: a bad one would be found out only by the first comparison. */
import { comparisons } from '../matching/comparisons/fields.ts';
import { type MatchModel } from '../matching/model.ts';
import { completed, faultsOf } from '../matching/weights.ts';
import { between, may, must, object, type PolicyIssue, type Shape, whole } from './shape.ts';

const most = 1_000_000;
const share = between(0, 1);
const text = (characters: number): Shape => ({
  kind: 'text',
  pattern: new RegExp(`^\\S[^]{0,${characters - 1}}$`, 'u'),
  wanted: `a text of at most ${characters} characters`,
});
const byName = { kind: 'map', name: /^/u, wanted: 'a name', most } as const;

const level = object({ level: must(text(100)), m: must(share), u: must(share), h: must(share) });
const frequencies = object({ agreement: must(share), rest: must(share), names: must({ ...byName, of: share }) });

export const modelShape: Shape = object({
  version: must(text(200)),
  provenance: must(
    object({
      trainedOn: must(text(2_000)),
      records: must(whole(0, Number.MAX_SAFE_INTEGER)),
      date: must(text(40)),
      metrics: may({ ...byName, of: between(-Number.MAX_VALUE, Number.MAX_VALUE) }),
    }),
  ),
  prior: must(between(-64, 0)),
  homePrior: must(between(-64, 0)),
  fields: must(
    object(
      Object.fromEntries(
        comparisons.map(({ field }) => [field, must({ kind: 'list', of: level, most: 100 })] as const),
      ),
    ),
  ),
  frequencies: must(object({ first: must(frequencies), last: must(frequencies) })),
});

/** Of a model that has the shape. */
export const modelIssues = (model: MatchModel, at: string): readonly PolicyIssue[] =>
  faultsOf(completed(model)).map((detail) => ({
    ...{ code: 'POLICY_MODEL_UNUSABLE', at, detail },
    fix: 'Take the model of a version that was in force, or train one: npm run identity:train.',
  }));
