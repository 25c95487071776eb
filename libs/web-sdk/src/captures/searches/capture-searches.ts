/** Tells what visitors search for and how much they find. */
import { isSearchParameter } from '../../campaign/campaign.ts';
import { isUnobserved } from '../../elements/private-element.ts';
import { type Capture } from '../capture.ts';
import { searchIn, searchTerm } from './search.ts';
import { searchReports } from './search-reports.ts';

export const captureSearches: Capture = ({ listen, life, track }) => {
  const reports = searchReports({
    resultsShown,
    tell: (query, results, source) => {
      track('Products Searched', { query, results, source });
    },
  });
  const readField = (field: Element | null, leadsToResults: boolean): void => {
    if (!(field instanceof HTMLInputElement) || isUnobserved(field)) return;
    const query = searchTerm(field.value);
    if (query !== undefined) reports.byForm(query, leadsToResults);
  };

  life.on('enter', () => {
    reports.byAddress(searchIn(location.search), 'whole-page');
  });
  life.on('move', () => {
    reports.byAddress(searchIn(location.search), 'same-page');
  });
  life.on('leave', reports.leave);
  listen(document, 'submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = event.target.querySelector('input[type=search]');
    const isSent = event.target.getAttribute('method')?.toLowerCase() !== 'post';
    readField(field, isSent && isSearchParameter(field?.getAttribute('name') ?? ''));
  });
  listen(document, 'keydown', (event) => {
    const [field] = event.composedPath();
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing) return;
    if (field instanceof HTMLInputElement && field.type === 'search' && field.form === null) readField(field, false);
  });
};

function resultsShown(): string | null {
  const marked = document.querySelector('[data-trb-results]');
  return marked === null || isUnobserved(marked) ? null : marked.getAttribute('data-trb-results');
}
