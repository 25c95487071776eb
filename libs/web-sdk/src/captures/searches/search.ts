/** Recognises searches: in addresses, and as one and the same when a form is followed by its page of results. */
import { isSearchParameter } from '../../campaign/campaign.ts';
import { shorten } from '../../elements/visible-text.ts';
import { redactText } from '../../privacy/redact-text.ts';

const longestQuery = 255;

/** What was searched for, ready to leave the page; undefined where the address tells of no search. */
export function searchIn(query: string): string | undefined {
  for (const [name, value] of new URLSearchParams(query)) {
    const term = isSearchParameter(name) ? searchTerm(value) : undefined;
    if (term !== undefined) return term;
  }
  return undefined;
}

export function searchTerm(typed: string): string | undefined {
  const term = shorten(redactText(typed.trim().replaceAll(/\s+/g, ' ')), longestQuery);
  return term === '' ? undefined : term;
}

/** The number that `data-trb-results` holds, written with or without separators. */
export function resultsIn(written: string | null | undefined): number | undefined {
  const digits = (written ?? '').replaceAll(/[\s.,'’]/gu, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}
