/** Why people are who they are over HTTP: one person, or any two records. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { explain, peopleOf } from '@tributary/domain-identity';
import { type ActivePolicy } from '../ports.ts';
import { ACTIVE_POLICY, FRESHNESS } from '../tokens.ts';
import { ExplainTwo } from './explain-two.ts';
import { FindPerson } from './find-person.ts';
import { onlyPerson, personNotFound } from './only-person.ts';
import { PairExplanationAnswer, shownExplanation } from './pair-explanation.dto.ts';
import { IdentityExplanationAnswer } from './profiles.dto.ts';
import { instant } from './shown-profile.ts';

@Controller('v1/profiles/:anyId/explain')
export class ExplainController {
  constructor(
    private readonly people: FindPerson,
    private readonly two: ExplainTwo,
    @Inject(FRESHNESS) private readonly freshness: Freshness,
    @Inject(ACTIVE_POLICY) private readonly policies: ActivePolicy,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Why these records are one person, what was refused, and what would split it' })
  @ApiOkResponse({ type: IdentityExplanationAnswer })
  async explain(@Param('anyId') anyId: string): Promise<IdentityExplanationAnswer> {
    const { asOf, lagMs } = await this.freshness.of('identity');
    const { profile, component } = onlyPerson(await this.people.by(anyId), anyId);
    const policy = this.policies.of(component.decidedBy);
    const person = peopleOf(component.facts, policy).people.find((one) => one.profile === profile.id);
    if (person === undefined) throw personNotFound(anyId);
    return { ...explain(component.facts, person, policy), asOf: instant(asOf), lagMs };
  }

  @Get(':otherId')
  @ApiOperation({ summary: 'Why two records, each by any id, are one person, or why they are not' })
  @ApiOkResponse({ type: PairExplanationAnswer })
  async explainTwo(@Param('anyId') anyId: string, @Param('otherId') otherId: string): Promise<PairExplanationAnswer> {
    return shownExplanation(await this.two.of(anyId, otherId));
  }
}
