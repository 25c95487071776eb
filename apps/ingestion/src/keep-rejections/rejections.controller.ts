/** Rejections: what was refused, why, how to mend it, and how to send it in again. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional } from '@nestjs/swagger';
import { cursorOf, PageQuery, positionOf, Problem } from '@tributary/http';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type Rejection, rejectionPosition, type RejectionStore } from '../ports.ts';
import { REJECTION_STORE } from '../tokens.ts';
import {
  RejectionAnswer,
  RejectionsAnswer,
  RejectionReplayAnswer,
  ReplayByCode,
  RejectionReplaysAnswer,
} from './rejections.dto.ts';
import { ReplayRejections } from './replay-rejections.ts';

const states = ['open', 'replayed'] as const;

class RejectionsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'MISSING_IDENTITY' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  code?: string;

  @ApiPropertyOptional({ example: 'web' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  source?: string;

  @ApiPropertyOptional({ enum: states })
  @IsOptional()
  @IsIn(states)
  state?: (typeof states)[number];
}

/** Enough to recognise an event in a list. */
const sampleCharacters = 500;

@Controller('v1/rejections')
export class RejectionsController {
  constructor(
    @Inject(REJECTION_STORE) private readonly rejections: RejectionStore,
    private readonly replays: ReplayRejections,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Refused events, newest first, with a sample of each and counts by reason' })
  @ApiOkResponse({ type: RejectionsAnswer })
  async list(@Query() { after, limit, code, source, state }: RejectionsQuery): Promise<RejectionsAnswer> {
    const query = { code, source, state, after: positionOf(after), limit };
    const [{ items, more }, counts] = await Promise.all([this.rejections.page(query), this.rejections.counts()]);
    const last = items.at(-1);
    return { items: items.map(sampled), next: more && last ? cursorOf(rejectionPosition(last)) : null, counts };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One refused event with its bytes' })
  @ApiOkResponse({ type: RejectionAnswer })
  async one(@Param('id') id: string): Promise<RejectionAnswer> {
    const found = await this.rejections.find(id);
    if (!found) throw notFound(id);
    return { ...sampled(found), bytes: found.bytes };
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send every open rejection of one reason in again; twice is once' })
  @ApiOkResponse({ type: RejectionReplaysAnswer })
  async replayAll(@Body() { code }: ReplayByCode): Promise<RejectionReplaysAnswer> {
    const results = await this.replays.all(code);
    const stillRejected = results.filter(({ outcome }) => outcome === 'still-rejected');
    const leftOut = results.filter(({ outcome }) => outcome === 'left-out').length;
    return { replayed: results.length - stillRejected.length - leftOut, leftOut, stillRejected };
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send one rejection in again; twice is once' })
  @ApiOkResponse({ type: RejectionReplayAnswer })
  async replayOne(@Param('id') id: string): Promise<RejectionReplayAnswer> {
    const result = await this.replays.one(id);
    if (!result) throw notFound(id);
    return result;
  }
}

const notFound = (id: string): Problem =>
  new Problem({
    status: 404,
    code: 'REJECTION_NOT_FOUND',
    detail: `There is no rejection ${id}.`,
    fix: 'List them with GET /v1/rejections.',
  });

/** The list shows the beginning of each event; its bytes are asked for one by one. */
function sampled({ bytes, ...rest }: Rejection) {
  const text = Buffer.from(bytes, 'base64').toString('utf8');
  return { ...rest, sample: text.slice(0, sampleCharacters) };
}
