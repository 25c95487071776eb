/**
 * What of a person and a session a decision can depend on. Only this is kept in the log: a decision replays from it to
 * the same bits, and nothing else about the person lies around.
 */
import { type JsonObject } from '@tributary/contracts';
import { valuesAt } from '@tributary/domain-conditions';
import { type Person } from './condition.ts';
import { type Condition, type Offer } from './definition.ts';

interface Interests {
  readonly traits: Set<string>;
  readonly context: Set<string>;
  readonly segments: Set<string>;
  readonly products: Set<string>;
}

export interface Relevant {
  readonly person: Person;
  readonly context: JsonObject;
}

export function relevantTo(offers: readonly Offer[], person: Person, context: JsonObject): Relevant {
  const interests: Interests = { traits: new Set(), context: new Set(), segments: new Set(), products: new Set() };
  for (const offer of offers) {
    if (offer.eligibility !== undefined) collect(offer.eligibility, interests);
    for (const product of offer.applicability.unlessOwns) interests.products.add(product);
    for (const product of offer.applicability.onlyIfOwns) interests.products.add(product);
  }
  return {
    person: {
      profile: person.profile,
      traits: picked(person.traits, interests.traits),
      segments: person.segments.filter((segment) => interests.segments.has(segment)),
      owns: person.owns.filter((product) => interests.products.has(product)),
    },
    context: picked(context, interests.context),
  };
}

function collect(condition: Condition, into: Interests): void {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const part of condition.of) collect(part, into);
      break;
    case 'not':
      collect(condition.of, into);
      break;
    case 'segment':
      into.segments.add(condition.segment);
      break;
    case 'product':
      into.products.add(condition.product);
      break;
    case 'compare':
      into[condition.subject === 'trait' ? 'traits' : 'context'].add(condition.name);
      break;
  }
}

/** By path, as a flat object of what conditions look at: a key that carries dots is found before a nested one. */
function picked(attributes: JsonObject, paths: ReadonlySet<string>): JsonObject {
  const entries = [...paths].map((path) => [path, valuesAt(attributes, path)] as const);
  return Object.fromEntries(
    entries.flatMap(([path, values]) =>
      values.length === 0 ? [] : [[path, values.length === 1 ? values[0] : values]],
    ),
  );
}
