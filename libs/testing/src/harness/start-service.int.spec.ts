import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module, type OnModuleInit } from '@nestjs/common';
import { Consumer, ConsumesBatch, type Outcome, type Publisher, type Received } from '@tributary/bus';
import { topics, type EventCollected } from '@tributary/contracts';
import { type ServiceDefinition } from '@tributary/runtime';
import { Schema } from 'mongoose';
import { startService, type TestService } from './start-service.ts';

@Consumer('identity')
class CountConsumer {
  static seen = 0;
  static tooEarly = 0;

  @ConsumesBatch(topics.eventCollected)
  onCollected(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    CountConsumer.seen += batch.length;
    if (!Preparation.done) CountConsumer.tooEarly += batch.length;
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

const event = (id: string) => ({
  topic: topics.eventCollected,
  key: id,
  id,
  value: topics.eventCollected.message.example,
});

/** What a service reads before it can work; takes its time, with a message waiting from its beginning. */
class Preparation implements OnModuleInit {
  static begun = 0;
  static done = false;

  constructor(private readonly publisher: Publisher) {}

  async onModuleInit(): Promise<void> {
    Preparation.begun += 1;
    Preparation.done = false;
    await this.publisher.publish([event(`waiting-${Preparation.begun}`)]);
    await sleep(200);
    Preparation.done = true;
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
  module: ({ publisher }) => ({
    module: CountModule,
    controllers: [CountConsumer, SeenController],
    providers: [{ provide: Preparation, useFactory: () => new Preparation(publisher) }],
  }),
};

const told = async (service: TestService): Promise<readonly string[]> =>
  (await service.collect(topics.profileUpdated)).map(({ id }) => id).sort();

describe('a service under test', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(definition);
  });
  afterAll(() => service.stop());

  it('takes nothing before it is prepared', async () => {
    await service.settle();
    expect([CountConsumer.seen, CountConsumer.tooEarly]).toEqual([1, 0]);
  });

  it('consumes, publishes and answers', async () => {
    await service.publish([event('1'), event('2'), event('2')]);
    await service.settle();
    expect((await service.call('GET', '/v1/seen')).body).toEqual({ seen: 3 });
    expect(await told(service)).toEqual(['1:p', '2:p', 'waiting-1:p']);
  });

  it('takes up where it left off after a restart, and migrates once', async () => {
    await service.restart();
    await service.publish([event('3')]);
    await service.settle();
    expect(await told(service)).toEqual(['1:p', '2:p', '3:p', 'waiting-1:p', 'waiting-2:p']);
    expect(CountConsumer.tooEarly).toBe(0);
  });
});
