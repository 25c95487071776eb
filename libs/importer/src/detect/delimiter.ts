/** Finds the delimiter of a CSV text: the one by which most rows have as many cells as the first. */

const candidates = [',', ';', '\t', '|'] as const;
const names: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };
export const delimiterName = (delimiter: string): string => names[delimiter] ?? delimiter;

const mostRows = 1_000;

interface Found {
  readonly delimiter: string;
  readonly why: string;
}

/** What Excel writes above the header: `sep=;`. */
const separatorLine = /^"?sep=([^\r\n])"?(\r\n|\n|\r|$)/i;

/** Whether cells that were cut by the delimiter are such a line. */
export const isSeparatorLine = (cells: readonly string[], delimiter: string): boolean =>
  separatorLine.test(cells.join(delimiter));

export function findDelimiter(text: string, quote: string): Found {
  const [, named] = separatorLine.exec(text) ?? [];
  if (named !== undefined) return { delimiter: named, why: 'its first line says so' };
  const judged = candidates.map((delimiter) => ({ delimiter, ...judge(cellCounts(text, delimiter, quote)) }));
  const [best] = judged.filter(({ cells }) => cells > 1).sort((a, b) => b.share - a.share || b.cells - a.cells);
  if (!best) return { delimiter: ',', why: 'no delimiter parts its header: it has one column' };
  const share = `${Math.round(best.share * 100)} % of the first rows`;
  return { delimiter: best.delimiter, why: `it parts ${share} into ${best.cells} cells, as many as the header has` };
}

/** A header holds names, so its cells can be trusted; a row of texts may hold any sign. */
function judge(counts: readonly number[]) {
  const [cells = 1] = counts;
  return { cells, share: counts.filter((count) => count === cells).length / Math.max(1, counts.length) };
}

function cellCounts(text: string, delimiter: string, quote: string): readonly number[] {
  const counts: number[] = [];
  let [cells, quoted, empty] = [1, false, true];
  for (const sign of text) {
    if (sign === quote) quoted = !quoted;
    if (!quoted && sign === '\n') {
      if (!empty) counts.push(cells);
      if (counts.length === mostRows) return counts;
      [cells, empty] = [1, true];
      continue;
    }
    if (!quoted && sign === delimiter) cells += 1;
    if (sign !== '\r') empty = false;
  }
  // The last row may be cut off by the end of the sample; alone it is the header.
  return counts.length === 0 ? [cells] : counts;
}
