import { describe, expect, it } from '@jest/globals';
import { campaignIn } from './campaign.ts';

describe('what an address says of campaigns', () => {
  it.each([
    [
      '?utm_source=news&utm_medium=email&utm_campaign=spring&utm_term=a&utm_content=b&utm_id=7',
      true,
      {
        campaign: { source: 'news', medium: 'email', name: 'spring', term: 'a', content: 'b', id: '7' },
      },
    ],
    ['?UTM_Source=News', true, { campaign: { source: 'News' } }],
    [
      '?gclid=abc&fbclid=def&msclkid=g&yclid=h&li_fat_id=i',
      true,
      {
        clickIds: { gclid: 'abc', fbclid: 'def', msclkid: 'g', yclid: 'h', li_fat_id: 'i' },
      },
    ],
    ['?gclid=abc', false, {}],
    ['?utm_source=ann%40example.com', true, { campaign: { source: '[email]' } }],
    ['?utm_source=&q=shoe', true, {}],
    ['', true, {}],
  ])('%s', (query, clickIds, expected) => {
    expect(campaignIn(query, clickIds)).toEqual(expected);
  });
});
