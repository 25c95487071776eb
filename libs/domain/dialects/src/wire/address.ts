/** What the address of a page says besides itself: where in the site, and what led there. */
import { type JsonObject } from '@tributary/contracts';
import { present } from './assemble.ts';

/** Ids by which advertising networks recognise the click that led here. */
export const clickIds: readonly string[] = [
  ...['gclid', 'gclsrc', 'gbraid', 'wbraid', 'dclid', 'gad_source', 'fbclid', 'msclkid', 'yclid', 'ysclid', 'ttclid'],
  ...['twclid', 'li_fat_id', 'igshid', 'mc_cid', 'epik', 'sccid', 'rdt_cid', 'irclickid', 'irclid', 'qclid', 'oppref'],
  ...['bfcid', '_kx'],
];

export interface Address {
  readonly path?: string;
  readonly search?: string;
  readonly campaign?: JsonObject;
  readonly clickIds?: JsonObject;
}

/** Nothing where the text is no address. */
export function addressOf(url: unknown): Address {
  if (typeof url !== 'string' || !URL.canParse(url)) return {};
  const { pathname, search, searchParams } = new URL(url);
  const parameters = [...searchParams].filter(([, value]) => value !== '');
  const campaign = present(
    parameters.flatMap(([name, value]) => (isCampaign(name) ? [[campaignName(name), value]] : [])),
  );
  const clicks = present(parameters.filter(([name]) => clickIds.includes(name)));
  return {
    path: pathname,
    ...(search === '' ? {} : { search }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(clicks === undefined ? {} : { clickIds: clicks }),
  };
}

const isCampaign = (parameter: string): boolean => /^utm_[a-z_]+$/.test(parameter);

/** Segment's names: `utm_campaign` is `name`, the others lose `utm_`. */
const campaignName = (parameter: string): string => (parameter === 'utm_campaign' ? 'name' : parameter.slice(4));
