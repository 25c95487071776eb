/** Turns a rule into what is evaluated: its features, its traits, and an expression that knows its places in the rule. */
import { parseMoment } from '@tributary/domain-conditions';
import { type Duration, parseDuration } from './duration.ts';
import { type Feature, featureOf } from './feature.ts';
import { type DidRule, type Rule, type TraitRule } from './rule.ts';

export type Node =
  | { readonly kind: 'all' | 'any'; readonly at: string; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly at: string; readonly part: Node }
  | { readonly kind: 'trait'; readonly at: string; readonly rule: TraitRule; readonly zone: string }
  | DidNode;

export interface DidNode {
  readonly kind: 'did';
  /** JSON pointer into the rule. */
  readonly at: string;
  readonly rule: DidRule;
  readonly zone: string;
  readonly feature: Feature;
  readonly window: Duration | undefined;
  readonly between: readonly [number, number] | undefined;
}

export interface CompiledRule {
  readonly root: Node;
  readonly features: readonly Feature[];
  /** Names of the traits that it reads, as written. */
  readonly traits: readonly string[];
}

export function compile(rule: Rule): CompiledRule {
  const root = nodeOf(rule, '');
  const features = new Map<string, Feature>();
  const traits = new Set<string>();
  for (const leaf of leavesOf(root)) {
    if (leaf.kind === 'did') features.set(leaf.feature.key, leaf.feature);
    else traits.add(leaf.rule.trait);
  }
  return { root, features: [...features.values()], traits: [...traits] };
}

function nodeOf(rule: Rule, at: string): Node {
  if ('all' in rule)
    return { kind: 'all', at, parts: rule.all.map((part, index) => nodeOf(part, `${at}/all/${index}`)) };
  if ('any' in rule)
    return { kind: 'any', at, parts: rule.any.map((part, index) => nodeOf(part, `${at}/any/${index}`)) };
  if ('not' in rule) return { kind: 'not', at, part: nodeOf(rule.not, `${at}/not`) };
  const zone = rule.zone ?? 'UTC';
  if ('trait' in rule) return { kind: 'trait', at, rule, zone };
  return {
    kind: 'did',
    at,
    rule,
    zone,
    feature: featureOf(rule),
    window: rule.within === undefined ? undefined : parseDuration(rule.within),
    between: rule.between === undefined ? undefined : momentsOf(rule.between, zone),
  };
}

function momentsOf([from, to]: readonly [string, string], zone: string): readonly [number, number] {
  return [parseMoment(from, zone) ?? -Infinity, parseMoment(to, zone) ?? Infinity];
}

type Leaf = Extract<Node, { readonly kind: 'trait' | 'did' }>;

function leavesOf(node: Node): readonly Leaf[] {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.parts.flatMap(leavesOf);
    case 'not':
      return leavesOf(node.part);
    case 'trait':
    case 'did':
      return [node];
  }
}
