/** What operators want to know of decisions: how many, how they ended, how long they took. */
import { catalogue, type Metrics } from '@tributary/telemetry';
import { type DecisionAnswer } from '../read-decisions/decision.dto.ts';

type Outcome = (typeof catalogue.decisions.labels.outcome)[number];

export class MeasureDecisions {
  readonly #duration;
  readonly #count;

  constructor(metrics: Metrics) {
    this.#duration = metrics.histogram(catalogue.decisionDuration);
    this.#count = metrics.counter(catalogue.decisions);
  }

  async around(decide: () => Promise<DecisionAnswer>): Promise<DecisionAnswer> {
    const start = performance.now();
    let outcome: Outcome = 'failed';
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

function outcomeOf({ offers, fallback }: DecisionAnswer): Outcome {
  if (fallback) return 'fallback';
  return offers.length > 0 ? 'offer' : 'nothing';
}
