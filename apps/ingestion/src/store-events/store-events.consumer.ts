/** Bus in: what the doors received, whatever its shape. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { receivedFromAnywhere } from './read-message.ts';
import { StoreEvents } from './store-events.ts';

@Consumer('ingestion')
export class StoreEventsConsumer {
  constructor(private readonly store: StoreEvents) {}

  @ConsumesBatch(receivedFromAnywhere)
  onReceived(batch: readonly Received<unknown>[]): Promise<readonly Outcome[]> {
    return this.store.all(batch);
  }
}
