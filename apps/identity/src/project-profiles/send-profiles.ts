/** Publishes what profiles have unsent. The last snapshot of a profile on the log is its newest, whoever was faster. */
import { type Publisher } from '@tributary/bus';
import { OutboxRelay } from '@tributary/mongo';
import { type ProfileStore, type StoredProfile } from '../ports.ts';
import { messagesOf } from './messages.ts';

export type SendProfiles = OutboxRelay<StoredProfile>;

export const sendProfiles = (profiles: ProfileStore, publisher: Publisher): SendProfiles =>
  new OutboxRelay({ outbox: profiles, publish: (waiting) => publisher.publish(waiting.flatMap(messagesOf)) });
