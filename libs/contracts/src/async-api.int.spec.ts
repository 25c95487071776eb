import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import parserPackage from '@asyncapi/parser';
import { allTopics } from './index.ts';

describe('the AsyncAPI document', () => {
  const text = readFileSync(new URL('../../../docs/reference/asyncapi.yaml', import.meta.url), 'utf8');

  it('is valid, and has a channel for every topic of the registry', async () => {
    const { document, diagnostics } = await new parserPackage.Parser().parse(text);
    expect(diagnostics.filter(({ severity }) => String(severity) === '0')).toEqual([]);
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address())
        .sort(),
    ).toEqual(allTopics.map(({ name }) => name).sort());
  });
});
