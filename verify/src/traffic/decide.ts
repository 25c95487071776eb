/** Asks for decisions under caps while the load runs, repeats some of them, and says of half of them that they were shown. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Caps, type DecisionRead } from '../reading/evidence.ts';
import { listAt, textAt } from '../reading/wire.ts';
import { decisionId } from './request.ts';
import { seeded } from './seeded.ts';

export interface DeciderOptions {
  readonly namespace: string;
  readonly seed: number;
  readonly url: () => string;
  readonly secretKey: string;
  /** Between two questions. */
  readonly everyMs: number;
}

/** Offers with their caps; the last one has none, so that there is always an answer. */
const offers = {
  gift: { per: 'person', limit: 3 },
  rare: { per: 'total', limit: 40 },
} as const;

export const capsGiven: Caps = { perPerson: { gift: offers.gift.limit }, total: { rare: offers.rare.limit } };

const patienceMs = 15_000;
const strangers = 20;
const known = 8;

export class Decider {
  readonly answers: DecisionRead[] = [];
  readonly #options: DeciderOptions;
  readonly #ending = new AbortController();
  #going: Promise<void> = Promise.resolve();

  constructor(options: DeciderOptions) {
    this.#options = options;
  }

  /** The placement and the offers; repeated until the service is there. */
  async define(): Promise<void> {
    await this.#insist('PUT', '/v1/placements/slot', { size: 1 });
    for (const [index, [id, cap]] of Object.entries(offers).entries()) {
      const offer = { placements: ['slot'], priority: 100 - index, caps: [{ ...cap, within: 'ever' }], content: {} };
      await this.#insist('PUT', `/v1/offers/${id}`, offer);
    }
    await this.#insist('PUT', '/v1/offers/plain', { placements: ['slot'], priority: 1, content: {} });
  }

  start(): void {
    this.#going = this.#run();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#going;
  }

  async #run(): Promise<void> {
    const random = seeded(this.#options.seed);
    for (let number = 0; !this.#ending.signal.aborted; number += 1) {
      const person = random.chance(0.5) ? `chain-${random.below(known)}` : `stranger-${random.below(strangers)}`;
      const decision = decisionId(this.#options.namespace, person, number);
      const times = random.chance(0.2) ? 2 : 1;
      for (let time = 0; time < times; time += 1) await this.#ask(decision, person);
      await pause(this.#options.everyMs);
    }
  }

  async #ask(decision: string, person: string): Promise<void> {
    const answer = await this.#call('POST', '/v1/decisions', {
      person: { user_id: person },
      placement: 'slot',
      decisionId: decision,
    });
    if (answer === undefined) return;
    const given = listAt(answer, 'offers').map((one) => textAt(one, 'offer'));
    this.answers.push({ decision, profile: textAt(answer, 'profile'), offers: given, from: 'answer', person });
    const [shown] = given;
    if (shown !== undefined && this.answers.length % 2 === 0) {
      await this.#call('POST', `/v1/decisions/${encodeURIComponent(decision)}/responses`, {
        offer: shown,
        response: 'shown',
      });
    }
  }

  async #insist(method: string, path: string, body: object): Promise<void> {
    while ((await this.#call(method, path, body)) === undefined) {
      if (this.#ending.signal.aborted) return;
      await pause(300);
    }
  }

  /** Undefined without a 2xx answer. */
  async #call(method: string, path: string, body: object): Promise<unknown> {
    try {
      const answer = await fetch(`${this.#options.url()}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#options.secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
      const said: unknown = await answer.json().catch(() => undefined);
      return answer.ok ? (said ?? {}) : undefined;
    } catch {
      return undefined;
    }
  }
}
