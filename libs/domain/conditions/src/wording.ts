/** Values and conditions in words, for reasons that people read. */
import { operators, type Conditions, type Scalar } from './condition.ts';

const words: Readonly<Record<keyof Conditions, string>> = {
  ...{ equals: 'equals', in: 'one of', contains: 'contains', startsWith: 'starts with' },
  ...{ gt: '>', gte: '>=', lt: '<', lte: '<=', exists: 'exists' },
};
/** A reason is a sentence: of many values, and of a long one, the beginning is enough. */
const [mostFound, mostAsked, longest] = [3, 5, 60];

export const conditionWords = (conditions: Conditions): readonly string[] =>
  operators.flatMap((operator) => {
    const operand = conditions[operator];
    return operand === undefined ? [] : [`${words[operator]} ${listed([operand].flat(), mostAsked)}`];
  });

export const valueWords = (values: readonly Scalar[]): string =>
  values.length === 0 ? 'is not known' : `is ${listed(values, mostFound)}`;

const listed = (values: readonly Scalar[], most: number): string =>
  values.slice(0, most).map(String).map(shortened).join(', ');

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
