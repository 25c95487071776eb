/** Reads from an address where a visit came from, and says which of its parameters may leave the page. */
import { redactCode } from '../privacy/redact-text.ts';
import { type ParameterRule } from '../privacy/redact-url.ts';

/** Ids by which advertising networks recognise the click that led here. */
const clickIdNames = new Set(
  (
    'gclid gbraid wbraid dclid fbclid msclkid yclid ysclid ttclid twclid li_fat_id mc_cid epik sccid rdt_cid ' +
    'irclickid'
  ).split(' '),
);
const searchNames = new Set('q query search s text keyword'.split(' '));
const longestValue = 512;

export const isSearchParameter = (name: string): boolean => searchNames.has(name.toLowerCase());

/** Everything that is not on the list is dropped: what a site puts into its addresses cannot be known here. */
export function parameterRule(clickIds: boolean): ParameterRule {
  return (name) => {
    if (isSearchParameter(name)) return 'text';
    return /^utm_[a-z_]+$/.test(name) || (clickIds && clickIdNames.has(name)) ? 'code' : 'drop';
  };
}

type Texts = Readonly<Record<string, string>>;

export interface Campaign {
  /** Segment's names: `utm_campaign` is `name`, the others lose `utm_`. */
  readonly campaign: Texts | undefined;
  readonly clickIds: Texts | undefined;
}

/** What the address says of campaigns. */
export function campaignIn(query: string, clickIds: boolean): Campaign {
  const campaign = new Map<string, string>();
  const clicks = new Map<string, string>();
  for (const [written, value] of new URLSearchParams(query)) {
    const name = written.toLowerCase();
    const kept = redactCode(value).slice(0, longestValue);
    if (kept === '') continue;
    if (/^utm_[a-z_]+$/.test(name)) campaign.set(name === 'utm_campaign' ? 'name' : name.slice(4), kept);
    else if (clickIds && clickIdNames.has(name)) clicks.set(name, kept);
  }
  const texts = (found: ReadonlyMap<string, string>): Texts | undefined =>
    found.size > 0 ? Object.fromEntries(found) : undefined;
  return { campaign: texts(campaign), clickIds: texts(clicks) };
}
