/** Bridges: topics of somebody else that are read through a mapping. */
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { parseBridgeMapping } from '@tributary/domain-collection';
import { invalid } from './bridge-problems.ts';
import {
  BridgeAnswer,
  BridgesAnswer,
  NewBridge,
  PauseBridge,
  TopicPreviewAnswer,
  TopicPreviewBody,
} from './bridges.dto.ts';
import { ChangeBridges, wrongMapping } from './change-bridges.ts';
import { DescribeBridges, type DescribedBridge } from './describe-bridges.ts';
import { PreviewTopic } from './preview-topic.ts';

@Controller('v1/bridges')
export class BridgesController {
  constructor(
    private readonly changes: ChangeBridges,
    private readonly described: DescribeBridges,
    private readonly previews: PreviewTopic,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All bridges, by name' })
  @ApiOkResponse({ type: BridgesAnswer })
  async list(): Promise<BridgesAnswer> {
    return { items: (await this.described.all()).map(answerOf) };
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'The last messages of a topic, and what a mapping makes of them; nothing is taken in' })
  @ApiOkResponse({ type: TopicPreviewAnswer })
  async preview(@Body() { topic, mapping }: TopicPreviewBody): Promise<TopicPreviewAnswer> {
    const parsed = mapping && parseBridgeMapping(mapping);
    if (mapping && parsed?.ok !== true) throw invalid(wrongMapping(mapping));
    return this.previews.of(topic, parsed?.ok === true ? parsed.mapping : undefined);
  }

  @Get(':name')
  @ApiOperation({ summary: 'One bridge: how far behind it is, and what became of the messages that it has read' })
  @ApiOkResponse({ type: BridgeAnswer })
  async one(@Param('name') name: string): Promise<BridgeAnswer> {
    return answerOf(await this.described.one(name));
  }

  @Put(':name')
  @ApiOperation({ summary: 'Make a bridge, or change it; every process follows within five seconds' })
  @ApiOkResponse({ type: BridgeAnswer })
  async put(@Param('name') name: string, @Body() wanted: NewBridge): Promise<BridgeAnswer> {
    return answerOf(await this.described.of(await this.changes.put(name, wanted)));
  }

  @Patch(':name')
  @ApiOperation({ summary: 'Pause a bridge, or let it go on where it was' })
  @ApiOkResponse({ type: BridgeAnswer })
  async pause(@Param('name') name: string, @Body() { paused }: PauseBridge): Promise<BridgeAnswer> {
    return answerOf(await this.described.of(await this.changes.pause(name, paused)));
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a bridge; the events that it has taken stay' })
  @ApiNoContentResponse()
  async remove(@Param('name') name: string): Promise<void> {
    await this.changes.remove(name);
  }
}

/** Where each partition began is seen in how far it is. */
const answerOf = (bridge: DescribedBridge): BridgeAnswer => {
  const { name, topic, source, mapping, from, paused, state, trouble, createdAt, changedAt, topics } = bridge;
  return { name, topic, source, mapping, from, paused, state, trouble, createdAt, changedAt, topics };
};
