/** How a person is greeted, over HTTP: in their language and script, never wrong about gender. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { greetingOf } from '@tributary/domain-identity';
import { type ActivePolicy } from '../ports.ts';
import { FindPerson } from '../read-profiles/find-person.ts';
import { onlyPerson } from '../read-profiles/only-person.ts';
import { instant } from '../read-profiles/shown-profile.ts';
import { ACTIVE_POLICY, FRESHNESS } from '../tokens.ts';
import { SalutationAnswer, SalutationQuery } from './salutation.dto.ts';

@Controller('v1/profiles/:anyId/salutation')
export class SalutationController {
  constructor(
    private readonly people: FindPerson,
    @Inject(FRESHNESS) private readonly freshness: Freshness,
    @Inject(ACTIVE_POLICY) private readonly policies: ActivePolicy,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How to greet a person, in their language and script' })
  @ApiOkResponse({ type: SalutationAnswer })
  async greet(@Param('anyId') anyId: string, @Query() { language: asked }: SalutationQuery): Promise<SalutationAnswer> {
    const { asOf, lagMs } = await this.freshness.of('identity');
    const { profile, component } = onlyPerson(await this.people.by(anyId), anyId);
    const { traits, records: ids } = profile.content;
    const records = [...component.facts.records.values()].filter(({ id }) => ids.includes(id));
    const policy = this.policies.of(component.decidedBy);
    const { text, language, known } = greetingOf({ records, traits, policy, language: asked });
    return {
      ...{ profile: profile.id, salutation: text, language: language ?? null, known },
      ...{ asOf: instant(asOf), lagMs },
    };
  }
}
