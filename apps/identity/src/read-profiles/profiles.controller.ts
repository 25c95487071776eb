/** People over HTTP: one by any id, all in order, what happened to them, and why they are who they are. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { explain, peopleOf } from '@tributary/domain-identity';
import { PageQuery, pageOf, positionOf } from '@tributary/http';
import { type ActivePolicy, type ProfileList } from '../ports.ts';
import { ACTIVE_POLICY, FRESHNESS, PROFILE_LIST } from '../tokens.ts';
import { FindPerson, type Found } from './find-person.ts';
import {
  IdentityExplanationAnswer,
  FreshProfileAnswer,
  HistoryAnswer,
  LineageAnswer,
  ProfileCountAnswer,
  ProfilesAnswer,
} from './profiles.dto.ts';
import { onlyPerson, personNotFound } from './only-person.ts';
import { instant, shownHistory, shownProfile } from './shown-profile.ts';

@Controller('v1/profiles')
@ApiExtraModels(LineageAnswer)
export class ProfilesController {
  constructor(
    private readonly people: FindPerson,
    @Inject(PROFILE_LIST) private readonly profiles: ProfileList,
    @Inject(FRESHNESS) private readonly freshness: Freshness,
    @Inject(ACTIVE_POLICY) private readonly policies: ActivePolicy,
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
  @ApiOperation({ summary: 'One person by profile id (also a former one), record id, or identifier as `type:value`' })
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

  @Get(':anyId/explain')
  @ApiOperation({ summary: 'Why these records are one person, what was refused, and what would split it' })
  @ApiOkResponse({ type: IdentityExplanationAnswer })
  async explain(@Param('anyId') anyId: string): Promise<IdentityExplanationAnswer> {
    const fresh = await this.#fresh();
    const { profile, component } = await this.#found(anyId);
    const policy = this.policies.of(component.decidedBy);
    const person = peopleOf(component.facts, policy).people.find((one) => one.profile === profile.id);
    if (person === undefined) throw personNotFound(anyId);
    return { ...explain(component.facts, person, policy), ...fresh };
  }

  async #found(anyId: string): Promise<Extract<Found, { kind: 'found' }>> {
    return onlyPerson(await this.people.by(anyId), anyId);
  }

  async #fresh(): Promise<{ readonly asOf: string; readonly lagMs: number }> {
    const { asOf, lagMs } = await this.freshness.of('identity');
    return { asOf: instant(asOf), lagMs };
  }
}
