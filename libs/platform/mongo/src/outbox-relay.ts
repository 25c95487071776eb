/**
 * Messages that are stored in the document whose change they tell of, so that both become durable in one write. They are published, then
 * taken off; a crash between the two repeats messages, whose ids must say so, and never loses any.
 */

/** Where items with messages wait: a store's own view of its documents, often on a `MarkedOutbox`. */
export interface Outbox<Item> {
  /** What has waited since `before` (milliseconds) or longer, `limit` at most. */
  leftBehind(before: number, limit: number): Promise<readonly Item[]>;
  /**
   * Takes off what was published, and only that. Answers, as they are now, the items that somebody has written since they were read and
   * whose newest state must come last on the log.
   */
  clear(items: readonly Item[]): Promise<readonly Item[]>;
}

export interface OutboxRelayParts<Item> {
  readonly outbox: Outbox<Item>;
  /** Resolves when every message of these items is durable on the log. */
  readonly publish: (items: readonly Item[]) => Promise<void>;
}

/** Every round over is a write of somebody else between our read and our clearing; past this many, something is wrong. */
const mostRounds = 100;

export class OutboxRelay<Item> {
  constructor(private readonly parts: OutboxRelayParts<Item>) {}

  /** Publishes what was just written, and clears it. What others write meanwhile is published again, after ours. */
  async send(items: readonly Item[]): Promise<void> {
    const { outbox, publish } = this.parts;
    let waiting = items;
    for (let round = 0; waiting.length > 0; round += 1) {
      if (round === mostRounds) throw new Error(`${waiting.length} outboxes are written by others all the time.`);
      await publish(waiting);
      waiting = await outbox.clear(waiting);
    }
  }

  /**
   * Sends what a process left behind when it died; answers how much that was. `before` leaves whoever has just written the time to
   * publish it themselves: longer than a publication takes. Several processes may do this at once.
   */
  async sweep(before: number, limit: number): Promise<number> {
    const left = await this.parts.outbox.leftBehind(before, limit);
    await this.send(left);
    return left.length;
  }
}
