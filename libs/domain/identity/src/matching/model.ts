/** A trained model as versioned data. */
export interface MatchModel {
  readonly version: string;
}
