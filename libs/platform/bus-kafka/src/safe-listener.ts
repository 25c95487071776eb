/** The listener of a membership, from which no exception reaches kafkajs: there, one would stall the whole consumer for ever. */
import { type Assignment, type MemberListener, type StoredRecord, type TopicPartition } from '@tributary/bus';
import { type Logger } from '@tributary/telemetry';

export class SafeListener implements MemberListener {
  constructor(
    private readonly listener: MemberListener,
    private readonly log: Logger,
  ) {}

  async onAssigned(assignments: readonly Assignment[]): Promise<void> {
    try {
      await this.listener.onAssigned(assignments);
    } catch (error) {
      this.#broken(error);
    }
  }

  async onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    try {
      await this.listener.onRevoked(partitions);
    } catch (error) {
      this.#broken(error);
    }
  }

  onRecords(partition: TopicPartition, records: readonly StoredRecord[]): void {
    try {
      this.listener.onRecords(partition, records);
    } catch (error) {
      this.#broken(error);
    }
  }

  onFailed(error: Error): void {
    try {
      this.listener.onFailed(error);
    } catch (failure) {
      this.log.error({ err: failure }, 'A listener of the bus failed to take note of a failure');
    }
  }

  #broken(error: unknown): void {
    this.log.error({ err: error }, 'A listener of the bus has thrown; its membership cannot be trusted any more');
    this.onFailed(error instanceof Error ? error : new Error(String(error)));
  }
}
