/** Decisions over HTTP. */
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { readRequest, readResponse } from '@tributary/domain-decisioning';
import { pageOf, positionOf } from '@tributary/http';
import { accepted } from '../faults.ts';
import { positionOfDecision } from '../ports.ts';
import {
  DecisionAnswer,
  DecisionsQuery,
  DecisionExplanationAnswer,
  LoggedDecision,
  LoggedDecisions,
  ResponseAnswer,
} from '../read-decisions/decision.dto.ts';
import { TellDecision } from '../read-decisions/tell-decision.ts';
import { RecordResponses } from '../record-responses/record-responses.ts';
import { MakeDecision } from './make-decision.ts';
import { MeasureDecisions } from './measure-decisions.ts';

const requestExample = {
  person: { user_id: '17850' },
  placement: 'home-hero',
  channel: 'web',
  context: { basket: 120 },
  limit: 1,
  decisionId: 'd_checkout_8812',
  maxLagMs: 5_000,
};

@Controller('v1/decisions')
export class DecisionsController {
  constructor(
    private readonly make: MakeDecision,
    private readonly tell: TellDecision,
    private readonly responses: RecordResponses,
    private readonly measure: MeasureDecisions,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide what to show a person, addressed by any identifier' })
  @ApiBody({ schema: { type: 'object', required: ['person', 'placement'], example: requestExample } })
  @ApiOkResponse({ type: DecisionAnswer })
  async decide(@Body() body: unknown, @Headers('traceparent') header?: string): Promise<DecisionAnswer> {
    return this.measure.around(header, async (traceparent) =>
      this.tell.answer(await this.make.answer(accepted(readRequest(body)), traceparent)),
    );
  }

  @Get()
  @ApiOperation({ summary: 'Decisions, newest first' })
  @ApiOkResponse({ type: LoggedDecisions })
  async list(@Query() { limit, after, profile }: DecisionsQuery): Promise<LoggedDecisions> {
    const found = await this.tell.page({ profile, after: positionOf(after), limit: limit + 1 });
    const page = pageOf(found, limit, positionOfDecision);
    return { items: await Promise.all(page.items.map((record) => this.tell.logged(record))), next: page.next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A decision with what became of it' })
  @ApiOkResponse({ type: LoggedDecision })
  async get(@Param('id') id: string): Promise<LoggedDecision> {
    return this.tell.logged(await this.tell.record(id));
  }

  @Get(':id/explain')
  @ApiOperation({ summary: 'A decision in words, made again from its record' })
  @ApiOkResponse({ type: DecisionExplanationAnswer })
  async explain(@Param('id') id: string): Promise<DecisionExplanationAnswer> {
    return this.tell.explanation(await this.tell.record(id));
  }

  @Post(':id/responses')
  @HttpCode(200)
  @ApiOperation({ summary: 'Report that an offer was shown, accepted or dismissed' })
  @ApiBody({ schema: { type: 'object', example: { offer: 'loyalty-gift', response: 'shown' } } })
  @ApiOkResponse({ type: ResponseAnswer })
  async respond(@Param('id') id: string, @Body() body: unknown): Promise<ResponseAnswer> {
    const response = accepted(readResponse(body));
    const given = await this.responses.record(await this.tell.record(id), response);
    return { ...given, at: new Date(given.at).toISOString() };
  }

  @Post(':id/release')
  @HttpCode(204)
  @ApiOperation({ summary: 'Show none of it: places under caps are free again' })
  @ApiNoContentResponse()
  async release(@Param('id') id: string): Promise<void> {
    await this.responses.release(await this.tell.record(id));
  }
}
