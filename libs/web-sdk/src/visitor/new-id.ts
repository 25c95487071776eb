/** Draws ids. Message ids begin with the time, so that a queue that sorts by id is in the order of what happened. */

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** UUID version 4 (RFC 9562); `crypto.randomUUID` does not exist on pages without TLS. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(32));
  let drawn = 0;
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (place) => {
    const digit = (random[drawn++] ?? 0) & 15;
    return hex(place === 'x' ? digit : 8 + (digit & 3), 1);
  });
}

/** Time, a counter within the millisecond, and a random part that no other browser draws. */
export function messageIds(now: () => number): () => string {
  let [last, counter] = [0, 0];
  return () => {
    const time = Math.max(now(), last); // a clock set back must not reorder what happened
    counter = time === last ? counter + 1 : 0;
    last = time;
    return `trb-${hex(time, 12)}-${hex(counter, 4)}-${newId()}`;
  };
}
