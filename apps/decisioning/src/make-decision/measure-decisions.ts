/** What operators want to know of decisions: how many, how they ended, how long they took. */
import { type Metrics } from '@tributary/telemetry';
import { type DecisionAnswer } from '../read-decisions/decision.dto.ts';

export class MeasureDecisions {
  readonly #duration: ReturnType<Metrics['histogram']>;
  readonly #count: ReturnType<Metrics['counter']>;

  constructor(metrics: Metrics) {
    this.#duration = metrics.histogram({
      name: 'tributary_decision_duration_seconds',
      help: 'Time from a request for a decision to its answer.',
    });
    this.#count = metrics.counter({
      name: 'tributary_decisions_total',
      help: 'Decisions by how they ended.',
      labels: ['outcome'],
    });
  }

  async around(decide: () => Promise<DecisionAnswer>): Promise<DecisionAnswer> {
    const start = performance.now();
    let outcome = 'failed';
    try {
      const answer = await decide();
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      this.#count.inc({ outcome });
      this.#duration.observe({}, (performance.now() - start) / 1_000);
    }
  }
}

function outcomeOf({ offers, fallback }: DecisionAnswer): string {
  if (fallback) return 'fallback';
  return offers.length > 0 ? 'offer' : 'nothing';
}
