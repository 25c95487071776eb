/** Reads what somebody wants imported, and says at once what cannot be. */
import { isObject, type Mapping, parseMapping } from '@tributary/domain-collection';
import { importProblems } from './import-problems.ts';
import { type ImportOrder } from './ports.ts';

/** Undefined where the file needs none. */
export function mappingIn({ mapping }: Pick<ImportOrder, 'mapping'>): Mapping | undefined {
  if (mapping === undefined) return undefined;
  const parsed = parseMapping(mapping);
  if (parsed.ok) return parsed.mapping;
  throw importProblems.wrongMapping(parsed.errors);
}

/** Every fault of an order that can be seen without its content. */
export function checkOrder(order: ImportOrder): void {
  mappingIn(order);
  if (order.shiftDays !== undefined && order.mapping === undefined) throw importProblems.shiftWithoutMapping();
}

/** What is said now stands in the place of what was said before. */
export function changedOrder(
  order: ImportOrder,
  change: Partial<Pick<ImportOrder, 'mapping' | 'shiftDays' | 'dryRun'>>,
): ImportOrder {
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const changed = { ...order, ...said };
  checkOrder(changed);
  return changed;
}

/** What makes another run of an import the same one: nothing that was sent before needs to be sent again. */
export const decidedBy = ({ source, mapping, shiftDays }: ImportOrder): readonly string[] => [
  source,
  isObject(mapping) ? JSON.stringify(mapping) : '',
  String(shiftDays ?? ''),
];
