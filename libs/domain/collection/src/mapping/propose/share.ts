/** How many of the cells of a column are something. */

/** A file of the real world has bad cells; below this it is another type. */
export const enough = 0.95;

export const share = (texts: readonly string[], fits: (text: string) => boolean): number =>
  texts.filter(fits).length / texts.length;

export const counted = (part: number, texts: readonly string[]): string =>
  part === 1 ? `all ${texts.length} cells are` : `${Math.round(part * texts.length)} of ${texts.length} cells are`;
