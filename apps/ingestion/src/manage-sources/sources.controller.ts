/** Sources: who may send events. */
import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { type Source, type SourceStore } from '../ports.ts';
import { CLOCK, SOURCE_STORE } from '../tokens.ts';
import { SourceDirectory } from './source-directory.ts';

const kinds = ['client', 'server'] as const;

class NewSource {
  @ApiProperty({ example: 'web', description: 'Stands in every event of the source; it never changes.' })
  @Matches(/^[a-z][a-z0-9-]{0,62}$/, { message: 'id must be 1 to 63 lower-case letters, digits or dashes' })
  id!: string;

  @ApiProperty({ example: 'Web shop' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({
    enum: kinds,
    default: 'server',
    description: 'A client is a browser or an app: nothing it says is proven.',
  })
  @IsOptional()
  @IsIn(kinds)
  kind: 'client' | 'server' = 'server';
}

class SourceAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty() readonly name!: string;
  @ApiProperty({ enum: kinds }) readonly kind!: 'client' | 'server';
  @ApiProperty({ description: 'Public: it can send events and nothing else.' }) readonly writeKey!: string;
  @ApiProperty({ format: 'date-time' }) readonly createdAt!: string;
}

class SourcesAnswer {
  @ApiProperty({ type: [SourceAnswer] }) readonly items!: readonly SourceAnswer[];
}

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
    const { id, name, kind } = wanted;
    const source: Source = {
      id,
      name,
      kind,
      writeKey: newWriteKey(),
      createdAt: new Date(this.clock.now()).toISOString(),
    };
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
}

const newWriteKey = (): string => `wk_${randomBytes(18).toString('base64url')}`;
