/** What is wrong with a mapping, and where. */
export interface MappingError {
  /** JSON pointer into the mapping. */
  readonly at: string;
  readonly message: string;
}
