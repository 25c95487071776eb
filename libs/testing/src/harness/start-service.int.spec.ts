import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type EventCollected } from '@tributary/contracts';
import { type ServiceDefinition } from '@tributary/runtime';
import { Schema } from 'mongoose';
import { startService, type TestService } from './start-service.ts';

@Consumer('identity')
class CountConsumer {
  static seen = 0;

  @ConsumesBatch(topics.eventCollected)
  onCollected(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    CountConsumer.seen += batch.length;
    const outcome = (message: Received<EventCollected>): Outcome =>
      message.value === null
        ? { kind: 'suppressed', reason: 'nothing' }
        : {
            kind: 'ok',
            outputs: [
              {
                topic: topics.profileUpdated,
                key: 'p',
                id: `${message.id}:p`,
                value: topics.profileUpdated.message.example,
              },
            ],
          };
    return Promise.resolve(batch.map(outcome));
  }
}

@Controller('v1/seen')
class SeenController {
  @Get()
  seen() {
    return { seen: CountConsumer.seen };
  }
}

@Module({})
class CountModule {}

const definition: ServiceDefinition = {
  name: 'identity',
  schemas: { Thing: new Schema({ _id: String, name: String }, { collection: 'things' }).index({ name: 1 }) },
  migrations: [
    {
      id: '1-first',
      run: async (connection) => {
        await connection.model('Thing').collection.insertOne({ name: 'migrated' });
      },
    },
  ],
  module: () => ({ module: CountModule, controllers: [CountConsumer, SeenController] }),
};

describe('a service under test', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(definition);
  });
  afterAll(() => service.stop());

  const event = (id: string) => ({
    topic: topics.eventCollected,
    key: id,
    id,
    value: topics.eventCollected.message.example,
  });

  it('consumes, publishes and answers', async () => {
    await service.publish([event('1'), event('2'), event('2')]);
    await service.settle();
    expect((await service.call('GET', '/v1/seen')).body).toEqual({ seen: 2 });
    expect((await service.collect(topics.profileUpdated)).map(({ id }) => id).sort()).toEqual(['1:p', '2:p']);
  });

  it('takes up where it left off after a restart, and migrates once', async () => {
    await service.restart();
    await service.publish([event('3')]);
    await service.settle();
    expect((await service.collect(topics.profileUpdated)).map(({ id }) => id).sort()).toEqual(['1:p', '2:p', '3:p']);
  });
});
