import { takenIn } from '@tributary/mongo';

/** Runs an unordered bulk write in which a taken key means "known already". */
export async function ignoringDuplicates(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (takenIn(error) === undefined) throw error;
  }
}
