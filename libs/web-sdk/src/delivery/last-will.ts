/** What a page that ends leaves to the next one: databases abort what is not finished by then, local storage does not. */
import { isObject, isString, parseJson } from '../json/parse-json.ts';
import { type Waiting } from './batching.ts';

export interface LastWill {
  /** Events that nobody took, and that the queue may not have got. */
  readonly left: readonly Waiting[];
  /** Ids of events that are done with, and that the queue may still hold. */
  readonly done: readonly string[];
}

/** The wills of several tabs are one. */
export function addToWill(written: string | undefined, { left, done }: LastWill): string {
  const before = readWill(written);
  return JSON.stringify({ left: [...before.left, ...left], done: [...before.done, ...done] });
}

export function readWill(written: string | undefined): LastWill {
  const read = parseJson(written);
  const list = (name: string): readonly unknown[] => (isObject(read) && Array.isArray(read[name]) ? read[name] : []);
  return { left: list('left').filter(isWaiting), done: list('done').filter(isString) };
}

export const isWaiting = (value: unknown): value is Waiting =>
  isObject(value) && isString(value['id']) && isString(value['body']);
