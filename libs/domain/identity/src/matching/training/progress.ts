/** What training is at: it may take minutes, and a person waits for it. */

/** In this order: pairs of strangers, pairs that meet at a blocking key, and what follows from both. */
type TrainingStage = 'random pairs' | 'pairs that meet' | 'estimates';

/** `done`: the share of the stage, from 0 to 1. */
export type TrainingProgress = (stage: TrainingStage, done: number) => void;
