/** People over HTTP: one by any id, all in order, and what happened to them. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { PageQuery, pageOf, positionOf } from '@tributary/http';
import { type ProfileList } from '../ports.ts';
import { FRESHNESS, PROFILE_LIST } from '../tokens.ts';
import { FindPerson, type Found } from './find-person.ts';
import {
  FreshProfileAnswer,
  HistoryAnswer,
  LineageAnswer,
  ProfileCountAnswer,
  ProfilesAnswer,
} from './profiles.dto.ts';
import { onlyPerson } from './only-person.ts';
import { instant, shownHistory, shownProfile } from './shown-profile.ts';

@Controller('v1/profiles')
@ApiExtraModels(LineageAnswer)
export class ProfilesController {
  constructor(
    private readonly people: FindPerson,
    @Inject(PROFILE_LIST) private readonly profiles: ProfileList,
    @Inject(FRESHNESS) private readonly freshness: Freshness,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All people, in order of their ids' })
  @ApiOkResponse({ type: ProfilesAnswer })
  async list(@Query() { after, limit }: PageQuery): Promise<ProfilesAnswer> {
    const fresh = await this.#fresh();
    const found = await this.profiles.list(positionOf(after) ?? '', limit + 1);
    const { items, next } = pageOf(found, limit, ({ id }) => id);
    return { items: items.map(shownProfile), next, ...fresh };
  }

  @Get('count')
  @ApiOperation({ summary: 'How many people there are' })
  @ApiOkResponse({ type: ProfileCountAnswer })
  async count(): Promise<ProfileCountAnswer> {
    const fresh = await this.#fresh();
    return { count: await this.profiles.count(), ...fresh };
  }

  @Get(':anyId')
  @ApiOperation({
    summary:
      'One person by profile id (also a former one), record id (also `record_id:<source>:<id>`), or identifier as `type:value`',
  })
  @ApiOkResponse({ type: FreshProfileAnswer })
  async one(@Param('anyId') anyId: string): Promise<FreshProfileAnswer> {
    const fresh = await this.#fresh();
    const { profile, movedFrom } = await this.#found(anyId);
    const moved = movedFrom === undefined ? {} : { movedBecause: `${movedFrom} is part of ${profile.id} now.` };
    return Object.assign(shownProfile(profile), { requested: anyId, ...moved, ...fresh });
  }

  @Get(':anyId/history')
  @ApiOperation({ summary: 'What happened to a person: changes, merges and splits with their versions, newest first' })
  @ApiOkResponse({ type: HistoryAnswer })
  async history(@Param('anyId') anyId: string, @Query() { after, limit }: PageQuery): Promise<HistoryAnswer> {
    const { profile } = await this.#found(anyId);
    const position = positionOf(after);
    const before = position === undefined ? Number.MAX_SAFE_INTEGER : Number(position);
    const found = await this.profiles.history(profile.id, before, limit + 1);
    const { items, next } = pageOf(found, limit, ({ position }) => String(position));
    return { profile: profile.id, items: items.map(shownHistory), next };
  }

  async #found(anyId: string): Promise<Extract<Found, { kind: 'found' }>> {
    return onlyPerson(await this.people.by(anyId), anyId);
  }

  async #fresh(): Promise<{ readonly asOf: string; readonly lagMs: number }> {
    const { asOf, lagMs } = await this.freshness.of('identity');
    return { asOf: instant(asOf), lagMs };
  }
}
