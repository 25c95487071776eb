/** Evaluates a condition for one person, with the reason in words. */
import { type JsonObject } from '@tributary/contracts';
import { conditionWords, satisfies, valuesAt, valueWords } from '@tributary/domain-conditions';
import { type Condition } from './definition.ts';

/** What is known about the person; an unknown person has no traits, is in no segment and owns nothing. */
export interface Person {
  readonly profile: string | null;
  readonly traits: JsonObject;
  readonly segments: readonly string[];
  readonly owns: readonly string[];
}

export interface Subject {
  readonly person: Person;
  /** Attributes of the session, as the channel sent them. */
  readonly context: JsonObject;
}

export interface Verdict {
  readonly met: boolean;
  readonly because: string;
}

export function evaluate(condition: Condition, subject: Subject): Verdict {
  switch (condition.kind) {
    case 'all':
      return allOf(condition.of, subject);
    case 'any':
      return anyOf(condition.of, subject);
    case 'not': {
      const inner = evaluate(condition.of, subject);
      return { met: !inner.met, because: inner.because };
    }
    case 'segment': {
      const inside = subject.person.segments.includes(condition.segment);
      const because = `${inside ? 'in' : 'not in'} segment ${condition.segment}`;
      return { met: inside === condition.inside, because };
    }
    case 'product': {
      const owning = subject.person.owns.includes(condition.product);
      return { met: owning === condition.owning, because: `${owning ? 'owns' : 'does not own'} ${condition.product}` };
    }
    case 'compare':
      return compared(condition, condition.subject === 'trait' ? subject.person.traits : subject.context);
  }
}

function compared(condition: Extract<Condition, { kind: 'compare' }>, attributes: JsonObject): Verdict {
  const { subject, name, conditions, zone } = condition;
  const values = valuesAt(attributes, name);
  const asked = conditionWords(conditions).join(' and ');
  return {
    met: satisfies(values, conditions, zone),
    because: `${subject} ${name} ${valueWords(values)}, asked: ${asked}`,
  };
}

function allOf(conditions: readonly Condition[], subject: Subject): Verdict {
  const verdicts = conditions.map((condition) => evaluate(condition, subject));
  const failed = verdicts.find((verdict) => !verdict.met);
  return failed ?? { met: true, because: joined(verdicts) };
}

function anyOf(conditions: readonly Condition[], subject: Subject): Verdict {
  const verdicts = conditions.map((condition) => evaluate(condition, subject));
  return verdicts.find((verdict) => verdict.met) ?? { met: false, because: joined(verdicts) };
}

const joined = (verdicts: readonly Verdict[]): string => verdicts.map((verdict) => verdict.because).join(', ');
