/** The decorators by which a class of a Nest module says what it consumes. */
import { Catch, Controller, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { type Topic } from '@tributary/contracts';
import { throwError, type Observable } from 'rxjs';
import { type Outcome, type Received } from './outcome.ts';

/** Keeps consumers apart from the handlers of other transports. */
export const lanesTransport = Symbol('lanes');

/** What a handler is bound to; travels in the `extras` of Nest's pattern metadata. */
export class Binding {
  readonly group: string;
  readonly topic: Topic;

  constructor(group: string, topic: Topic) {
    this.group = group;
    this.topic = topic;
  }
}

/** Topics by the method that takes their batches; the class decorator, which runs later, knows the group. */
const topicOfMethod = new WeakMap<object, Topic>();

/** An error must reach the lane as it was thrown: by itself Nest logs it and answers "Internal server error". */
class Unchanged implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
// Called, not written as a decorator: the package then runs from source, without a build.
Catch()(Unchanged);

/** Marks a class whose methods consume topics as members of `group`; list it under `controllers`. */
export function Consumer(group: string): ClassDecorator {
  return (target) => {
    Controller()(target);
    UseFilters(Unchanged)(target);
    const prototype: unknown = target.prototype;
    if (typeof prototype !== 'object' || prototype === null) return;
    const methods: Record<string, PropertyDescriptor> = Object.getOwnPropertyDescriptors(prototype);
    for (const [name, descriptor] of Object.entries(methods)) {
      const method: unknown = descriptor.value;
      const topic = typeof method === 'function' ? topicOfMethod.get(method) : undefined;
      if (!topic) continue;
      const extras = { binding: new Binding(group, topic) };
      MessagePattern(`${group} reads ${topic.name}`, lanesTransport, extras)(prototype, name, descriptor);
    }
  };
}

/**
 * Marks a method that takes batches of one topic: messages of one partition in offset order, decoded, without re-published
 * copies. It answers one outcome per message, in the same order; throwing means "transient, try again".
 */
export function ConsumesBatch<T>(topic: Topic<T>) {
  return (
    _target: object,
    _name: string | symbol,
    { value }: TypedPropertyDescriptor<(batch: readonly Received<T>[]) => Promise<readonly Outcome[]>>,
  ): void => {
    if (value) topicOfMethod.set(value, topic);
  };
}
