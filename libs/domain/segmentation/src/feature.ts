/** A feature: which events a rule looks at and which of their values it keeps. Rules with an equal feature share its activity. */
import { type EventCollected } from '@tributary/contracts';
import { type Fields, type Scalar, satisfies, valuesAt } from '@tributary/domain-conditions';
import { canonicalJson, digest } from './canonical.ts';
import { type DidRule, type Where, choices, measures } from './rule.ts';

export interface Feature {
  /** Equal features have equal keys; letters and digits only. */
  readonly key: string;
  readonly event: string;
  readonly where?: Where;
  readonly of?: string;
  readonly zone: string;
}

export function featureOf(rule: DidRule): Feature {
  const of = measuredProperty(rule);
  // The zone matters to dates inside `where` alone; without conditions equal features of all zones are one.
  const zone = rule.where === undefined ? 'UTC' : (rule.zone ?? 'UTC');
  const shape = {
    event: rule.did,
    zone,
    ...(rule.where === undefined ? {} : { where: rule.where }),
    ...(of === undefined ? {} : { of }),
  };
  return { key: `f${digest(canonicalJson(shape))}`, ...shape };
}

function measuredProperty(rule: DidRule): string | undefined {
  for (const kind of [...measures, ...choices]) {
    const of = rule[kind]?.of;
    if (of !== undefined) return of;
  }
  return undefined;
}

export type FeatureFinder = (event: EventCollected) => readonly Feature[];

/** Finds the features that an event belongs to; asked for every event of the stream, so names are looked up, not compared. */
export function featureFinder(features: Iterable<Feature>): FeatureFinder {
  const byEvent = new Map<string, Feature[]>();
  for (const feature of features) byEvent.set(feature.event, [...(byEvent.get(feature.event) ?? []), feature]);
  const nothing: readonly Feature[] = [];
  const named = (name: string): readonly Feature[] => byEvent.get(name) ?? nothing;
  return (event) => {
    const candidates = [
      ...(event.name === undefined ? nothing : named(event.name)),
      ...named(`$${event.type}`),
      ...named('*'),
    ];
    return candidates.length === 0 ? nothing : candidates.filter((feature) => admits(feature, event));
  };
}

const admits = (feature: Feature, event: EventCollected): boolean =>
  feature.where === undefined || whereHolds(feature.where, event.properties, feature.zone);

export const measuredValues = (feature: Feature, event: EventCollected): readonly Scalar[] =>
  feature.of === undefined ? [] : valuesAt(event.properties, feature.of);

export function whereHolds(where: Where, properties: Fields, zone: string): boolean {
  if ('all' in where) return where.all.every((part) => whereHolds(part, properties, zone));
  if ('any' in where) return where.any.some((part) => whereHolds(part, properties, zone));
  if ('not' in where) return !whereHolds(where.not, properties, zone);
  return satisfies(valuesAt(properties, where.property), where, zone);
}
