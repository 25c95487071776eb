/** Publishes what profiles have unsent. The last snapshot of a profile on the log is its newest, whoever was faster. */
import { type Publisher } from '@tributary/bus';
import { type ProfileId } from '@tributary/contracts';
import { insist } from '../insist.ts';
import { type ProfileStore, type StoredProfile } from '../ports.ts';
import { messagesOf } from './messages.ts';

export class SendProfiles {
  constructor(
    private readonly profiles: ProfileStore,
    private readonly publisher: Publisher,
  ) {}

  async now(written: readonly StoredProfile[]): Promise<void> {
    let waiting = written;
    if (waiting.length === 0) return;
    await insist('publication', async () => {
      await this.publisher.publish(waiting.flatMap(messagesOf));
      const overtaken = await this.profiles.sent(waiting.map(({ id, version }) => ({ id, version })));
      // Another process has written and perhaps published a newer state before ours reached the log: it must come last.
      waiting = overtaken.length === 0 ? [] : [...(await this.profiles.find(overtaken)).values()];
      return waiting.length === 0;
    });
  }

  /** What a process left behind when it died. */
  async leftovers(ids: readonly ProfileId[]): Promise<void> {
    const found = [...(await this.profiles.find(ids)).values()];
    await this.now(found.filter(({ unsent }) => unsent !== undefined));
  }
}
