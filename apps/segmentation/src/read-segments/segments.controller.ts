/** Segments over HTTP. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { type Rule, parseRule } from '@tributary/domain-segmentation';
import { PageQuery, Problem, cursorOf, positionOf } from '@tributary/http';
import { DefineSegments } from '../define-segments/define-segments.ts';
import { type ProfileStore, type Segment, type SegmentStore } from '../ports.ts';
import { ExplainMembership } from './explain-membership.ts';
import { PreviewRule } from './preview-rule.ts';
import {
  ExplainAnswer,
  MembersAnswer,
  PreviewAnswer,
  PreviewBody,
  SegmentAnswer,
  SegmentBody,
  SegmentsAnswer,
  isoOf,
  isoOrNull,
  partAnswer,
  segmentAnswer,
} from './segment.answers.ts';

/** What the controller reads directly. */
export interface SegmentReads {
  readonly segments: SegmentStore;
  readonly profiles: ProfileStore;
  readonly freshness: Freshness;
}
export const segmentReads = Symbol('SegmentReads');

@ApiTags('segments')
@Controller('v1/segments')
export class SegmentsController {
  constructor(
    private readonly definitions: DefineSegments,
    private readonly previews: PreviewRule,
    private readonly explanations: ExplainMembership,
    @Inject(segmentReads) private readonly reads: SegmentReads,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a segment, or give it a new rule; the same body again changes nothing' })
  @ApiCreatedResponse({ type: SegmentAnswer })
  @ApiOkResponse({ type: SegmentAnswer })
  async create(
    @Body() body: SegmentBody,
    @Res({ passthrough: true }) response: { status(code: number): unknown },
  ): Promise<SegmentAnswer> {
    const rule = ruleIn(body);
    const defined = await this.definitions.define({ id: body.id, name: body.name, rule });
    response.status(defined.kind === 'created' ? 201 : 200);
    return this.#answer(defined.segment);
  }

  @Get()
  @ApiOperation({ summary: 'All segments, by id' })
  @ApiOkResponse({ type: SegmentsAnswer })
  async list(@Query() query: PageQuery): Promise<SegmentsAnswer> {
    const after = positionOf(query.after) ?? '';
    const found = (await this.reads.segments.all()).filter((segment) => !segment.deleted && segment.id > after);
    const items = await Promise.all(found.slice(0, query.limit).map((segment) => this.#answer(segment)));
    const last = items.at(-1);
    return { items, next: found.length > items.length && last ? cursorOf(last.id) : null };
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How many profiles a rule holds of now, with ten of them; nothing is kept' })
  @ApiOkResponse({ type: PreviewAnswer })
  async preview(@Body() body: PreviewBody): Promise<PreviewAnswer> {
    return { ...(await this.previews.of(ruleIn(body))), ...(await this.#freshness()) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A segment: rule, state, progress, size' })
  @ApiOkResponse({ type: SegmentAnswer })
  async one(@Param('id') id: string): Promise<SegmentAnswer> {
    return this.#answer(await this.#find(id));
  }

  @Delete(':id')
  @HttpCode(202)
  @ApiOperation({ summary: 'Delete a segment; its members leave it one by one, then it is gone' })
  @ApiAcceptedResponse()
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.definitions.delete(id))) throw notFound(id);
  }

  @Get(':id/members')
  @ApiOperation({ summary: 'The members of a segment, with since and because' })
  @ApiOkResponse({ type: MembersAnswer })
  async members(@Param('id') id: string, @Query() query: PageQuery): Promise<MembersAnswer> {
    await this.#find(id);
    const found = await this.reads.profiles.members(id, positionOf(query.after) ?? '', query.limit + 1);
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    const items = page.map(({ profile, membership }) => ({
      profile,
      since: isoOf(membership.since),
      because: membership.because,
      nextChange: isoOrNull(membership.nextChange),
    }));
    const next = found.length > page.length && last ? cursorOf(last.profile) : null;
    return { items, next, ...(await this.#freshness()) };
  }

  @Get(':id/explain/:profile')
  @ApiOperation({ summary: 'Why a profile is in a segment or not: every part of the rule, judged now' })
  @ApiOkResponse({ type: ExplainAnswer })
  async explain(@Param('id') id: string, @Param('profile') profile: string): Promise<ExplainAnswer> {
    const explained = await this.explanations.of(await this.#find(id), profile);
    if (explained === undefined) {
      throw new Problem({
        status: 404,
        code: 'PROFILE_NOT_FOUND',
        detail: `Segmentation knows no profile ${profile.slice(0, 100)}.`,
        fix: 'Ask GET /v1/profiles/:anyId for the id of the profile.',
      });
    }
    const { explanation, membership } = explained;
    const { member, because, nextChange } = explanation;
    return {
      profile: explained.profile,
      segment: id,
      member,
      because,
      nextChange: isoOrNull(nextChange),
      rule: partAnswer(explanation),
      published: membership
        ? {
            profile: explained.profile,
            member: membership.member,
            sequence: membership.sequence,
            since: isoOf(membership.since),
            because: membership.because,
            nextChange: isoOrNull(membership.nextChange),
          }
        : null,
      ...(await this.#freshness()),
    };
  }

  async #find(id: string): Promise<Segment> {
    const segment = await this.reads.segments.find(id);
    if (segment === undefined || segment.deleted) throw notFound(id);
    return segment;
  }

  async #answer(segment: Segment): Promise<SegmentAnswer> {
    const { profiles, freshness } = this.reads;
    return segmentAnswer(segment, await profiles.size(segment.id), await freshness.of('segmentation'));
  }

  async #freshness(): Promise<{ asOf: string; lagMs: number }> {
    const { asOf, lagMs } = await this.reads.freshness.of('segmentation');
    return { asOf: isoOf(asOf), lagMs };
  }
}

const notFound = (id: string): Problem =>
  new Problem({
    status: 404,
    code: 'SEGMENT_NOT_FOUND',
    detail: `There is no segment ${id.slice(0, 100)}.`,
    fix: 'GET /v1/segments lists them.',
  });

/** The first error gives the answer its code; all of them are listed. */
function ruleIn(body: PreviewBody): Rule {
  const parsed = parseRule(body.rule);
  if (parsed.ok) return parsed.rule;
  const [first] = parsed.issues;
  throw new Problem({
    status: 400,
    code: first?.code ?? 'RULE_INVALID',
    detail: first?.detail ?? 'The rule is not valid.',
    fix: first?.fix ?? 'See the documentation of rules.',
    at: `/rule${first?.at ?? ''}`,
    errors: parsed.issues.map(({ code, at, detail, fix }) => ({
      at: `/rule${at}`,
      message: `${code}: ${detail} ${fix}`,
    })),
  });
}
