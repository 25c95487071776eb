/** Tells of every command that a connection sends: which, on what, and how long the answer took. */
import { type mongo } from 'mongoose';

export interface CommandFacts {
  /** As the protocol names it: find, insert, update ... */
  readonly command: string;
  /** Empty for commands that concern no collection. */
  readonly collection: string;
  readonly seconds: number;
  readonly failed: boolean;
}

export type CommandWatcher = (facts: CommandFacts) => void;

/** The client must have been opened with `monitorCommands`, which makes the driver decode each answer a second time. */
export function watchCommands(client: mongo.MongoClient, watcher: CommandWatcher): void {
  const collections = new Map<number, string>();
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    const target: unknown = command[commandName];
    collections.set(requestId, typeof target === 'string' ? target : '');
  });
  const ended =
    (failed: boolean) =>
    ({ requestId, commandName, duration }: mongo.CommandSucceededEvent | mongo.CommandFailedEvent): void => {
      const collection = collections.get(requestId) ?? '';
      collections.delete(requestId);
      watcher({ command: commandName, collection, seconds: duration / 1_000, failed });
    };
  client.on('commandSucceeded', ended(false));
  client.on('commandFailed', ended(true));
}
