/** Tells of every command that a connection sends: which, on what, and how long the answer took. */
import { type mongo } from 'mongoose';

interface CommandFacts {
  /** As the protocol names it: find, insert, update ... */
  readonly command: string;
  /** Empty for commands that concern no collection. */
  readonly collection: string;
  /** Documents to insert, updates or deletions in the command; 1 for any other. */
  readonly statements: number;
  readonly seconds: number;
  readonly failed: boolean;
}

/** Where the commands that write carry what they write. */
const statementsIn: Readonly<Record<string, string>> = { insert: 'documents', update: 'updates', delete: 'deletes' };

export type CommandWatcher = (facts: CommandFacts) => void;

/** The client must have been opened with `monitorCommands`, which makes the driver decode each answer a second time. */
export function watchCommands(client: mongo.MongoClient, watcher: CommandWatcher): void {
  const started = new Map<number, Pick<CommandFacts, 'collection' | 'statements'>>();
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    const target: unknown = command[commandName];
    const statements: unknown = command[statementsIn[commandName] ?? ''];
    started.set(requestId, {
      collection: typeof target === 'string' ? target : '',
      statements: Array.isArray(statements) ? statements.length : 1,
    });
  });
  const ended =
    (failed: boolean) =>
    ({ requestId, commandName, duration }: mongo.CommandSucceededEvent | mongo.CommandFailedEvent): void => {
      const { collection = '', statements = 1 } = started.get(requestId) ?? {};
      started.delete(requestId);
      watcher({ command: commandName, collection, statements, seconds: duration / 1_000, failed });
    };
  client.on('commandSucceeded', ended(false));
  client.on('commandFailed', ended(true));
}
