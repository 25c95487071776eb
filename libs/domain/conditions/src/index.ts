export { conditionFaults, areConditions, noMoment } from './check.ts';
export { operators, type Conditions, type Scalar } from './condition.ts';
export { parseMoment } from './moment.ts';
export { isFields, momentOf, satisfies, valuesAt, type Fields } from './value.ts';
export { conditionWords, valueWords } from './wording.ts';
export { fromLocal, isZone, toLocal } from './zone.ts';
