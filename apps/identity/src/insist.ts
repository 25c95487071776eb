/** Repeats what can lose a race against another process until it wins. */

// Every lost round is a round that somebody else won: past this many, something is wrong, and the batch is tried anew.
const mostRounds = 100;

export async function insist(what: string, attempt: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) if (await attempt()) return;
  throw new Error(`No ${what} could be written in ${mostRounds} rounds: too many writers at once.`);
}
