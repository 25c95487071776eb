/**
 * Options of a search by keys, whose whole answer is wanted. A server sends 101 documents unless it is told otherwise, and waits to be
 * asked for the rest, which costs another turn; 16 MB are the limit of an answer in any case.
 */
export const inOneAnswer = { batchSize: 100_000 } as const;
