/** Which traces are recorded, by the standard variables. The stages after a door follow what it decided. */
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import { type Logger } from './logger.ts';
import { type TracingOptions } from './tracing.ts';

const byDefault = 'parentbased_always_on';

export function samplerOf(env: TracingOptions['env'], log: Logger): Sampler {
  const share = Number(env['OTEL_TRACES_SAMPLER_ARG'] ?? 1);
  const ratio = (): Sampler => new TraceIdRatioBasedSampler(share >= 0 && share <= 1 ? share : 1);
  const root = (sampler: Sampler): Sampler => new ParentBasedSampler({ root: sampler });
  const samplers: Readonly<Record<string, () => Sampler>> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: ratio,
    [byDefault]: () => root(new AlwaysOnSampler()),
    parentbased_always_off: () => root(new AlwaysOffSampler()),
    parentbased_traceidratio: () => root(ratio()),
  };
  const name = env['OTEL_TRACES_SAMPLER'] ?? byDefault;
  const make = samplers[name];
  if (make) return make();
  log.warn({ sampler: name, known: Object.keys(samplers) }, 'OTEL_TRACES_SAMPLER names no sampler that is known here');
  return root(new AlwaysOnSampler());
}
