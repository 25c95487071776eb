export { daysIn, isDay, type DayOf, type DayRange } from './calendar.ts';
export { differences, mergedSums, postingsOf, sumsOf, unseen, type Placed, type Posting, type Sums } from './cells.ts';
export { contributionsOf, unescaped, type CellKind, type Counters, type FigureSettings } from './contributions.ts';
export {
  currenciesOf,
  customerFigures,
  customersByDay,
  orderFigures,
  topProducts,
  type CustomerFigures,
  type DaySums,
  type OrderFigures,
} from './figures.ts';
export { toMajor } from './money.ts';
export { peopleOf, type Person, type ProfileRecords, type RecordPurchases } from './people.ts';
export { rfmOf, type Rfm } from './rfm.ts';
