/** The rules of a source: tracking plan, personal data, consent, addresses; what keeps to the plan and what does not. */
import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { detectors, inferPlan, typesOf } from '@tributary/domain-governance';
import { cursorOf, PageQuery, positionOf, Problem } from '@tributary/http';
import { type ViolationStore } from '../ports.ts';
import { VIOLATION_STORE } from '../tokens.ts';
import { ChangeRules, withoutRules } from './change-rules.ts';
import { previewRules } from './preview-rules.ts';
import { SeenEvents } from './seen-events.ts';
import {
  DetectorsAnswer,
  ForgottenAnswer,
  InferredPlanAnswer,
  NewRules,
  RulesPreviewAnswer,
  RulesAnswer,
  RulesBody,
  RulesVersionsAnswer,
  ViolationsAnswer,
} from './source-rules.dto.ts';

@Controller('v1')
export class SourceRulesController {
  constructor(
    private readonly rules: ChangeRules,
    private readonly seen: SeenEvents,
    @Inject(VIOLATION_STORE) private readonly violations: ViolationStore,
  ) {}

  @Get('detectors')
  @ApiOperation({ summary: 'What personal data can be recognised' })
  @ApiOkResponse({ type: DetectorsAnswer })
  detectors(): DetectorsAnswer {
    return { items: detectors.map(({ name, finds }) => ({ name, finds })) };
  }

  @Get('sources/:id/rules')
  @ApiOperation({ summary: 'The rules of a source' })
  @ApiOkResponse({ type: RulesAnswer })
  async current(@Param('id') id: string): Promise<RulesAnswer> {
    return (await this.rules.of(id)) ?? withoutRules(id);
  }

  @Get('sources/:id/rules/versions')
  @ApiOperation({ summary: 'Every version of the rules of a source' })
  @ApiOkResponse({ type: RulesVersionsAnswer })
  async versions(@Param('id') id: string): Promise<RulesVersionsAnswer> {
    return { items: await this.rules.versions(id) };
  }

  @Put('sources/:id/rules')
  @ApiOperation({ summary: 'Change the rules of a source: a new version, which holds everywhere within five seconds' })
  @ApiOkResponse({ type: RulesAnswer })
  change(@Param('id') id: string, @Body() { rules, version }: NewRules): Promise<RulesAnswer> {
    return this.rules.change(id, rules, version);
  }

  @Post('sources/:id/rules/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What rules would do with the newest events of the source, without switching them on' })
  @ApiOkResponse({ type: RulesPreviewAnswer })
  async preview(@Param('id') id: string, @Body() { rules }: RulesBody): Promise<RulesPreviewAnswer> {
    await this.rules.assertKnown(id);
    return previewRules(await this.seen.of(id), this.rules.parse(rules));
  }

  @Post('sources/:id/plan/infer')
  @HttpCode(200)
  @ApiOperation({ summary: 'A tracking plan to begin with, from what the source has sent in the last day' })
  @ApiOkResponse({ type: InferredPlanAnswer })
  async infer(@Param('id') id: string): Promise<InferredPlanAnswer> {
    await this.rules.assertKnown(id);
    const events = await this.seen.of(id);
    return { events: events.length, plan: inferPlan(events) };
  }

  @Get('sources/:id/plan/types')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'TypeScript types of the tracking plan' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async types(@Param('id') id: string): Promise<string> {
    const known = await this.rules.of(id);
    if (known?.rules.plan) return typesOf(known.rules.plan, `the source "${id}", version ${known.version}`);
    throw new Problem({
      status: 404,
      code: 'PLAN_NOT_FOUND',
      detail: `The source ${id} has no tracking plan.`,
      fix: 'Begin with POST /v1/sources/:id/plan/infer, and give the plan to PUT /v1/sources/:id/rules.',
    });
  }

  @Get('sources/:id/violations')
  @ApiOperation({ summary: 'What does not keep to the tracking plan, put together, with samples' })
  @ApiOkResponse({ type: ViolationsAnswer })
  async found(@Param('id') id: string, @Query() { after, limit }: PageQuery): Promise<ViolationsAnswer> {
    await this.rules.assertKnown(id);
    // Counts change while one turns the pages, so a page is told by its number.
    const skip = Number(positionOf(after) ?? 0) || 0;
    const found = await this.violations.page(id, skip, limit + 1);
    const next = found.length > limit ? cursorOf(String(skip + limit)) : null;
    return { items: found.slice(0, limit), next };
  }

  @Delete('sources/:id/violations')
  @ApiOperation({ summary: 'Forget what was found, to see what is still wrong after a change' })
  @ApiOkResponse({ type: ForgottenAnswer })
  async forget(@Param('id') id: string): Promise<ForgottenAnswer> {
    await this.rules.assertKnown(id);
    return { forgotten: await this.violations.forget(id) };
  }
}
