/** Tells decisions from their records: the answer, the list, the explanation with a replay. */
import { decide, explain, fallbackWords, type Decision, type Question } from '@tributary/domain-decisioning';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type Definitions } from '../define-offers/definitions.ts';
import { type Inputs } from '../make-decision/make-decision.ts';
import { type DecisionLog, type DecisionQuery, type DecisionRecord } from '../ports.ts';
import {
  type AnsweredOffer,
  type DecisionAnswer,
  type DecisionExplanationAnswer,
  type LoggedDecision,
} from './decision.dto.ts';

export class TellDecision {
  constructor(
    private readonly log: DecisionLog,
    private readonly definitions: Definitions,
    private readonly clock: Clock,
  ) {}

  async record(decision: string): Promise<DecisionRecord> {
    const found = await this.log.find(decision);
    if (found !== undefined) return found;
    throw new Problem({
      status: 404,
      code: 'DECISION_NOT_FOUND',
      detail: `There is no decision ${decision}.`,
      fix: 'Use the `decision` of an answer; GET /v1/decisions?profile= lists those of a person.',
    });
  }

  page(query: DecisionQuery): Promise<readonly DecisionRecord[]> {
    return this.log.page(query);
  }

  async answer(record: DecisionRecord): Promise<DecisionAnswer> {
    const { decision, profile, placement, result, asOf } = record;
    return {
      decision,
      profile,
      placement: placement.id,
      offers: await this.#offers(record),
      fallback: result.chosen.length === 0 && result.fallback !== null,
      candidates: result.candidates,
      asOf: new Date(asOf).toISOString(),
      lagMs: Math.max(0, this.clock.now() - asOf),
    };
  }

  async logged(record: DecisionRecord): Promise<LoggedDecision> {
    const responses = record.responses.map(({ at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() }));
    return Object.assign(await this.answer(record), { at: new Date(record.at).toISOString(), responses });
  }

  /** Runs the decision again from its record; `same` says whether every bit of it came out as it was. */
  async explanation(record: DecisionRecord): Promise<DecisionExplanationAnswer> {
    const question = await this.#question(record);
    const replayed = decide(question);
    return {
      decision: record.decision,
      profile: record.profile,
      words: [...explain(question, record.result)],
      candidates: record.result.candidates,
      replay: { same: bitsOf(replayed) === bitsOf(record.result), seed: question.seed },
      versions: { placement: record.placement, offers: record.candidates },
      at: new Date(record.at).toISOString(),
      asOf: new Date(record.asOf).toISOString(),
      lagMs: Math.max(0, record.at - record.asOf),
    };
  }

  async #question(record: DecisionRecord): Promise<Question> {
    const inputs = inputsOf(record);
    const candidates = await Promise.all(record.candidates.map((ref) => this.definitions.offer(ref)));
    return { ...inputs, placement: await this.definitions.placement(record.placement), candidates };
  }

  async #offers(record: DecisionRecord): Promise<readonly AnsweredOffer[]> {
    const { result, candidates, fallbackOffer } = record;
    if (result.chosen.length > 0) {
      const refs = result.chosen.flatMap((id) => candidates.filter((ref) => ref.id === id));
      const until = new Date(inputsOf(record).until).toISOString();
      return Promise.all(
        refs.map(async (ref) => {
          const { content, caps } = await this.definitions.offer(ref);
          const because = result.candidates.find((one) => one.offer === ref.id)?.because ?? '';
          const held = caps.some(({ counts }) => counts === 'exposure');
          return { offer: ref.id, content, because, ...(held ? { reservation: { until } } : {}) };
        }),
      );
    }
    if (result.fallback === null) return [];
    const because = `no offer qualified; ${fallbackWords(result.fallback)}`;
    if (result.fallback.kind === 'content') return [{ offer: null, content: result.fallback.content, because }];
    if (fallbackOffer === null) return [];
    return [{ offer: fallbackOffer.id, content: (await this.definitions.offer(fallbackOffer)).content, because }];
  }
}

function inputsOf(record: DecisionRecord): Inputs {
  // eslint-disable-next-line no-restricted-syntax -- written by MakeDecision from this type
  return JSON.parse(record.inputs) as Inputs;
}

const bitsOf = (decision: Decision): string => JSON.stringify(decision);
