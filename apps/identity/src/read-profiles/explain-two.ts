/** Why two records are one person, or why they are not: any two, also such that never met and nobody is asked about. */
import { explainPair, type PairExplanation } from '@tributary/domain-identity';
import { type NameRecord } from '../assert-links/name-record.ts';
import { type FindRoots } from '../link-records/find-roots.ts';
import { type ActivePolicy } from '../ports.ts';
import { personNotFound } from './only-person.ts';

export interface ExplainTwoParts {
  readonly names: NameRecord;
  readonly roots: FindRoots;
  readonly policies: ActivePolicy;
}

export class ExplainTwo {
  constructor(private readonly parts: ExplainTwoParts) {}

  /** Each by any id; of a person with several records the one that the id means (see name-record.ts). */
  async of(one: string, other: string): Promise<PairExplanation> {
    const { names, roots, policies } = this.parts;
    const records = [await names.by(one), await names.by(other)] as const;
    const found = await roots.of(records);
    const components = records.map((record, place) => {
      const component = found.get(record);
      if (component?.facts.records.has(record) !== true) throw personNotFound(place === 0 ? one : other);
      return component;
    });
    const explanation = explainPair({
      components: [...new Set(components)].map(({ facts }) => facts),
      records,
      policy: policies.of(Math.max(...components.map(({ decidedBy }) => decidedBy))),
    });
    if (explanation === undefined) throw personNotFound(one);
    return explanation;
  }
}
