/**
 * What becomes of a well-formed event by the rules of its source, in this order: consent, robots, plan, personal data, address. Consent comes
 * first: of somebody who has said no, nothing is kept, not even as a rejection. What is refused for personal data is refused for that, whatever
 * the plan says: a rejection of the plan keeps the bytes.
 */
import { type EventCollected } from '@tributary/contracts';
import { member, pointer } from '@tributary/domain-collection';
import { consentToCollect } from './consent/consent-to-collect.ts';
import { keepToPlan } from './plan/keep-to-plan.ts';
import { type Violation } from './plan/tracking-plan.ts';
import { coarseAddress } from './privacy/addresses.ts';
import { type Finding, type PrivacyRules, redact, redactText } from './privacy/redact.ts';
import { tagRobot } from './robots.ts';
import { type SourceRules } from './source-rules.ts';

export type Governed =
  | {
      readonly kind: 'pass';
      readonly event: EventCollected;
      readonly violations: readonly Violation[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'suppress'; readonly because: string }
  | {
      readonly kind: 'block';
      readonly code: 'PLAN_VIOLATION';
      readonly event: EventCollected;
      readonly violations: readonly Violation[];
    }
  | { readonly kind: 'block'; readonly code: 'PERSONAL_DATA'; readonly findings: readonly Finding[] };

/** `pepper`: a secret of the deployment, for pseudonyms. */
export function govern(event: EventCollected, rules: SourceRules, pepper: string): Governed {
  const consent = consentToCollect(event.context, rules.consent);
  if (!consent.collect) return { kind: 'suppress', because: consent.because };
  const tagged = tagRobot(event);
  const kept = rules.plan ? keepToPlan(tagged, rules.plan) : { kind: 'pass' as const, event: tagged, violations: [] };
  const { event: redacted, findings } = redact(kept.event, rules.privacy, pepper);
  const blocked = findings.filter(({ action }) => action === 'block');
  if (blocked.length > 0) return { kind: 'block', code: 'PERSONAL_DATA', findings: blocked };
  const violations = kept.violations.map((violation) => withoutPersonalData(violation, rules.privacy, pepper));
  if (kept.kind === 'block') return { kind: 'block', code: 'PLAN_VIOLATION', event: redacted, violations };
  return { kind: 'pass', event: withAddress(redacted, rules), violations, findings };
}

/** The plan is held against what was sent, so its violations name keys and names that are masked in what is kept. */
function withoutPersonalData(violation: Violation, rules: PrivacyRules, pepper: string): Violation {
  const steps = violation.at.split('/').slice(1);
  const names = steps.map((step) => redactText(step.replaceAll('~1', '/').replaceAll('~0', '~'), rules, pepper));
  return { ...violation, at: names.reduce(pointer, ''), found: redactText(violation.found, rules, pepper) };
}

function withAddress(event: EventCollected, { addresses }: SourceRules): EventCollected {
  const ip = member(event.context, 'ip');
  if (typeof ip !== 'string' || addresses === 'keep') return event;
  const context = Object.fromEntries(Object.entries(event.context).filter(([name]) => name !== 'ip'));
  const coarse = coarseAddress(ip, addresses);
  return { ...event, context: coarse === undefined ? context : { ...context, ip: coarse } };
}
