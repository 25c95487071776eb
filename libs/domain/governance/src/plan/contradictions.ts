/** Finds bounds of a property that no value could keep to: a mistake of whoever wrote them, which would refuse every event. */
import { type RuleReader } from '../rule-error.ts';
import { isOfType } from './check-plan.ts';
import { type PropertyPlan } from './tracking-plan.ts';

export function refuseContradictions(plan: PropertyPlan, at: string, reader: RuleReader): void {
  const { type, oneOf = [], atLeast = -Infinity, atMost = Infinity, longest = 0 } = plan;
  for (const [index, value] of oneOf.entries()) {
    if (!isOfType(value, type))
      reader.refuseNew(`${at}/oneOf/${index}`, `Must be of the type ${type}, as the property is.`);
  }
  if (atLeast > atMost) reader.refuseNew(`${at}/atMost`, `Must not be less than \`atLeast\`, which is ${atLeast}.`);
  if (!Number.isInteger(longest) || longest < 0) reader.refuseNew(`${at}/longest`, 'Must be a whole number from 0.');
}
