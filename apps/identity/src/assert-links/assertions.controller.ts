/** A person's decisions on identity over HTTP: these two are one person, these two are not, and taking it back. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { pairKey, pairOf, type Assertion } from '@tributary/domain-identity';
import { pageOf, positionOf, Problem } from '@tributary/http';
import { type AssertionStore } from '../ports.ts';
import { FindPerson } from '../read-profiles/find-person.ts';
import { onlyPerson } from '../read-profiles/only-person.ts';
import { ASSERTIONS } from '../tokens.ts';
import {
  AssertBody,
  AssertionAnswer,
  AssertionsAnswer,
  AssertionsQuery,
  DecidedAnswer,
  shownAssertion,
  TakeBackQuery,
} from './assertions.dto.ts';
import { DecideLinks } from './decide-links.ts';
import { effectOf } from './effect-of.ts';
import { NameRecord } from './name-record.ts';

@Controller('v1/assertions')
export class AssertionsController {
  constructor(
    private readonly decide: DecideLinks,
    private readonly records: NameRecord,
    private readonly people: FindPerson,
    @Inject(ASSERTIONS) private readonly assertions: AssertionStore,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that two records are one person, or are not: at once, for ever, through replays' })
  @ApiOkResponse({ type: DecidedAnswer })
  async say(@Body() { kind, a, b, why, by }: AssertBody): Promise<DecidedAnswer> {
    const [one, other] = [await this.records.by(a), await this.records.by(b)];
    if (one === other) {
      throw new Problem({
        status: 409,
        code: 'SAME_RECORD',
        detail: `${a} and ${b} both stand for the record ${one}.`,
        fix: 'Name two records (GET /v1/profiles/{id} lists those of a person), or undo a merge with POST /v1/profiles/{id}/unmerge.',
        at: '/b',
      });
    }
    return this.#decided(await this.decide.say([{ kind, records: pairOf(one, other), by, why }]));
  }

  @Get()
  @ApiOperation({ summary: 'The last word on every pair, the newest first' })
  @ApiOkResponse({ type: AssertionsAnswer })
  async list(@Query() { after, limit, profile }: AssertionsQuery): Promise<AssertionsAnswer> {
    const position = positionOf(after);
    const found =
      profile === undefined
        ? await this.assertions.list(placeOf(position), limit + 1)
        : (await this.#of(profile)).filter((word) => isBehind(word, placeOf(position)));
    const { items, next } = pageOf(found, limit, ({ at, records }) => `${at} ${pairKey(records)}`);
    return { items: items.map(shownAssertion), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'The last word on one pair' })
  @ApiOkResponse({ type: AssertionAnswer })
  async one(@Param('id') id: string): Promise<AssertionAnswer> {
    return shownAssertion(await this.#known(id));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Take a decision back: the pair is judged by its facts again' })
  @ApiOkResponse({ type: DecidedAnswer })
  async takeBack(@Param('id') id: string, @Query() { why, by }: TakeBackQuery): Promise<DecidedAnswer> {
    const last = await this.#known(id);
    const { records } = last;
    const word = last.kind === 'retracted' ? last : { kind: 'retracted' as const, records, by, why };
    return this.#decided(await this.decide.say([word]));
  }

  async #known(id: string): Promise<Assertion> {
    const word = (await this.assertions.find([id])).get(id);
    if (word !== undefined) return word;
    throw new Problem({
      status: 404,
      code: 'ASSERTION_NOT_FOUND',
      detail: `Nothing was ever decided on ${id}.`,
      fix: 'Use an id of GET /v1/assertions: the two record ids in order, joined by ~.',
    });
  }

  /** What was said of the records of a person, the newest first. */
  async #of(anyId: string): Promise<readonly Assertion[]> {
    const { profile, component } = onlyPerson(await this.people.by(anyId), anyId);
    const own = new Set(profile.content.records);
    return component.facts.assertions
      .filter(({ records }) => records.some((record) => own.has(record)))
      .sort((a, b) => b.at - a.at || (pairKey(a.records) < pairKey(b.records) ? 1 : -1));
  }

  async #decided([word]: readonly Assertion[]): Promise<DecidedAnswer> {
    if (word === undefined) throw new Error('Something was said, and nothing holds.');
    const homes = await this.decide.homesOf(word.records);
    const profiles = word.records.map((record) => homes.get(record) ?? null);
    const unknown = word.records.filter((record) => !homes.has(record));
    return Object.assign(shownAssertion(word), { profiles, effect: effectOf(word.kind, profiles, unknown) });
  }
}

interface Place {
  readonly at: number;
  readonly id: string;
}

function placeOf(position: string | undefined): Place | undefined {
  const [, at, id] = /^(\d+) (.+)$/s.exec(position ?? '') ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}

const isBehind = ({ at, records }: Assertion, place: Place | undefined): boolean =>
  place === undefined || at < place.at || (at === place.at && pairKey(records) < place.id);
