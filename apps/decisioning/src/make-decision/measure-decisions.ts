/** What operators want to know of decisions: how many, how they ended, how long they took, in which trace. */
import { catalogue, traced, traceparentOf, type Metrics, type Tracer } from '@tributary/telemetry';
import { type DecisionAnswer } from '../read-decisions/decision.dto.ts';

type Outcome = (typeof catalogue.decisions.labels.outcome)[number];

export class MeasureDecisions {
  readonly #duration;
  readonly #count;

  constructor(
    metrics: Metrics,
    private readonly tracer: Tracer,
  ) {
    this.#duration = metrics.histogram(catalogue.decisionDuration);
    this.#count = metrics.counter(catalogue.decisions);
  }

  /** `header`: the caller's trace context; `decide` is given the one to hand on. */
  async around(
    header: string | undefined,
    decide: (traceparent: string | undefined) => Promise<DecisionAnswer>,
  ): Promise<DecisionAnswer> {
    const attributes = { 'http.request.method': 'POST', 'http.route': '/v1/decisions' };
    const parent = traceparentOf(header);
    const span = this.tracer.begin('POST /v1/decisions', { kind: 'server', parent, attributes });
    const start = performance.now();
    let outcome: Outcome = 'failed';
    try {
      const answer = await traced(span, decide);
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
