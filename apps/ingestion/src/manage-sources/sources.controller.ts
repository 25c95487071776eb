/** Sources: who may send events. */
import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type Source, type SourceChange, type SourceStore } from '../ports.ts';
import { CLOCK, SOURCE_STORE } from '../tokens.ts';
import { ChangedSource, NewSource, SourceAnswer, SourcesAnswer } from './sources.dto.ts';
import { SourceDirectory } from './source-directory.ts';

const soon = 'Holds in every process of ingestion within a second.';

/** Its key is what `TRIBUTARY_WRITE_KEY` says, at every start. */
const configured = 'default';

@Controller('v1/sources')
export class SourcesController {
  constructor(
    @Inject(SOURCE_STORE) private readonly store: SourceStore,
    private readonly directory: SourceDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All sources with their write keys' })
  @ApiOkResponse({ type: SourcesAnswer })
  async list(): Promise<SourcesAnswer> {
    return { items: await this.store.all() };
  }

  @Post()
  @ApiOperation({ summary: 'Add a source; the answer holds its write key' })
  @ApiCreatedResponse({ type: SourceAnswer })
  async add(@Body() wanted: NewSource): Promise<SourceAnswer> {
    const { id, name, kind, ...bounds } = wanted;
    const createdAt = new Date(this.clock.now()).toISOString();
    const source: Source = { id, name, kind, writeKey: newWriteKey(), createdAt, ...definedOf(bounds) };
    if (!(await this.store.add(source))) {
      throw new Problem({
        status: 409,
        code: 'SOURCE_EXISTS',
        detail: `There is a source ${source.id} already.`,
        at: '/id',
        fix: 'Choose another id, or use the write key of the known source.',
      });
    }
    await this.directory.reload();
    return source;
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename a source, bound what it may send, or disable it', description: soon })
  @ApiOkResponse({ type: SourceAnswer })
  change(@Param('id') id: string, @Body() change: ChangedSource): Promise<SourceAnswer> {
    return this.#change(id, definedOf(change));
  }

  @Post(':id/write-key')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give the source a new write key; the old one opens nothing any more', description: soon })
  @ApiOkResponse({ type: SourceAnswer })
  renew(@Param('id') id: string): Promise<SourceAnswer> {
    if (id === configured) {
      throw new Problem({
        ...{ status: 409, code: 'WRITE_KEY_CONFIGURED', at: '/id' },
        detail: `The key of the source ${id} is what TRIBUTARY_WRITE_KEY says.`,
        fix: 'Change TRIBUTARY_WRITE_KEY of every process of ingestion, and start them again.',
      });
    }
    return this.#change(id, { writeKey: newWriteKey() });
  }

  async #change(id: string, change: SourceChange): Promise<SourceAnswer> {
    const changed = await this.store.change(id, change);
    if (changed === undefined) {
      throw new Problem({
        ...{ status: 404, code: 'SOURCE_NOT_FOUND', detail: `There is no source ${id}.` },
        fix: 'See GET /v1/sources.',
      });
    }
    await this.directory.reload();
    return changed;
  }
}

/** Members that were said. */
function definedOf<T extends object>(said: T): T {
  const copy = { ...said };
  for (const name of Object.keys(copy)) if (Reflect.get(copy, name) === undefined) Reflect.deleteProperty(copy, name);
  return copy;
}

const newWriteKey = (): string => `wk_${randomBytes(18).toString('base64url')}`;
