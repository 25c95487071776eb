/** How much of a file is held at once; a file that asks for more is told so. */

/** Characters of one row or record: an event of an import has at most 256 KB, and exports are wordier than events. */
export const longestRecord = 4 * 1024 * 1024;
/** Levels of one record: more than any export has, far less than what a stack holds. */
export const deepestRecord = 100;
/** Bytes of the beginning that a format, an encoding and a mapping are guessed by. */
export const sampleBytes = 1024 * 1024;
