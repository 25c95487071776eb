/** Subscriptions to topics of the MQTT broker over HTTP. */
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { pageOf, PageQuery, positionOf } from '@tributary/http';
import { ManageSubscriptions } from './manage-subscriptions.ts';
import { type MqttSubscription } from './ports.ts';
import { SubscriptionAnswer, SubscriptionBody, SubscriptionsAnswer } from './subscriptions.dto.ts';

@Controller('v1/mqtt/subscriptions')
export class SubscriptionsController {
  constructor(private readonly subscriptions: ManageSubscriptions) {}

  @Get()
  @ApiOperation({ summary: 'What is listened to at the MQTT broker, by name' })
  @ApiOkResponse({ type: SubscriptionsAnswer })
  async list(@Query() { after, limit }: PageQuery): Promise<SubscriptionsAnswer> {
    const begin = positionOf(after) ?? '';
    const found = (await this.subscriptions.list()).filter(({ name }) => name > begin).map(shown);
    return pageOf(found.slice(0, limit + 1), limit, ({ name }) => name);
  }

  @Get(':name')
  @ApiOperation({ summary: 'One subscription' })
  @ApiOkResponse({ type: SubscriptionAnswer })
  async get(@Param('name') name: string): Promise<SubscriptionAnswer> {
    return shown(await this.subscriptions.get(name));
  }

  @Put(':name')
  @ApiOperation({ summary: 'Say what comes on the topics of a filter; it is listened to within five seconds' })
  @ApiOkResponse({ type: SubscriptionAnswer })
  async put(@Param('name') name: string, @Body() wanted: SubscriptionBody): Promise<SubscriptionAnswer> {
    const { filter, source, carries, mapping } = wanted;
    return shown(
      await this.subscriptions.put(name, { filter, source, carries, ...(mapping === undefined ? {} : { mapping }) }),
    );
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Listen no more; what comes until the broker has heard of it is kept as rejections' })
  @ApiNoContentResponse()
  async remove(@Param('name') name: string): Promise<void> {
    await this.subscriptions.remove(name);
  }
}

const shown = ({ name, filter, source, carries, mapping, updatedAt }: MqttSubscription): SubscriptionAnswer => ({
  ...{ name, filter, source, carries, updatedAt },
  ...(mapping === undefined ? {} : { mapping }),
});
