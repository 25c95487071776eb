/** What rules would do with events that were seen, before anybody switches them on. */
import { type EventCollected } from '@tributary/contracts';
import { govern, type SourceRules } from '@tributary/domain-governance';
import { type ViolationGroup } from '../ports.ts';
import { groupViolations, type Violating } from './group-violations.ts';

export interface Preview {
  /** Events that were tried. */
  readonly events: number;
  readonly passed: number;
  /** Of those that passed: with at least one violation. */
  readonly warned: number;
  readonly blocked: number;
  readonly suppressed: number;
  /** Places where personal data was found, by detector. */
  readonly personalData: Readonly<Record<string, number>>;
  /** The most frequent first. */
  readonly violations: readonly ViolationGroup[];
}

const mostGroups = 100;

export function previewRules(events: readonly EventCollected[], rules: SourceRules): Preview {
  const counts = { passed: 0, warned: 0, blocked: 0, suppressed: 0 };
  const personalData: Record<string, number> = {};
  const violating: Violating[] = [];
  for (const event of events) {
    // A pseudonym that nobody sees needs no secret.
    const governed = govern(event, rules, '');
    if (governed.kind === 'suppress') counts.suppressed += 1;
    else if (governed.kind === 'block') counts.blocked += 1;
    else counts.passed += 1;
    if (governed.kind === 'pass' && governed.violations.length > 0) counts.warned += 1;
    if ('violations' in governed) violating.push({ event: governed.event, violations: governed.violations });
    if ('findings' in governed) {
      for (const { detector } of governed.findings) personalData[detector] = (personalData[detector] ?? 0) + 1;
    }
  }
  const violations = [...groupViolations(violating)].sort((a, b) => b.count - a.count).slice(0, mostGroups);
  return { events: events.length, ...counts, personalData, violations };
}
