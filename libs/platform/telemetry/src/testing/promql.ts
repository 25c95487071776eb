/** What a PromQL expression asks for, so that tests can hold it against the catalogue. */
import { parser } from '@prometheus-io/lezer-promql';

interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

export interface Expression {
  /** Empty where it parses. */
  readonly errors: readonly string[];
  readonly selectors: readonly Selector[];
  /** Labels that it groups or joins by. */
  readonly groupings: readonly string[];
}

type Node = ReturnType<typeof parser.parse>['topNode'];

export function readExpression(text: string): Expression {
  const errors: string[] = [];
  const selectors: Selector[] = [];
  const groupings: string[] = [];
  const said = (node: Node | null): string => (node === null ? '' : text.slice(node.from, node.to));
  parser.parse(text).iterate({
    enter: ({ type, node }) => {
      if (type.isError) errors.push(`at ${node.from}: ${text.slice(Math.max(0, node.from - 10), node.to + 10)}`);
      if (type.name === 'GroupingLabels') groupings.push(...node.getChildren('LabelName').map(said));
      if (type.name !== 'VectorSelector') return;
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
      selectors.push({
        metric: said(node.getChild('Identifier')),
        matchers: matchers.map((matcher) => ({
          label: said(matcher.getChild('LabelName')),
          operator: said(matcher.getChild('MatchOp')),
          value: said(matcher.getChild('StringLiteral')).slice(1, -1),
        })),
      });
    },
  });
  return { errors, selectors, groupings };
}
