/** The routes for operators: health for the orchestrator, metrics for Prometheus. */
import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Metrics } from '@tributary/telemetry';
import { type FastifyReply } from 'fastify';
import { Access } from './access.ts';
import { type Health } from './health.ts';

export const HEALTH = Symbol('Health');
export const METRICS = Symbol('Metrics');

@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    @Inject(HEALTH) private readonly health: Health,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('livez')
  @Access('public')
  async live(@Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.health.live());
  }

  @Get('readyz')
  @Access('public')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.health.ready());
  }

  @Get('startupz')
  @Access('public')
  started(@Res() reply: FastifyReply): void {
    answer(reply, this.health.state === 'starting' ? { state: 'starting' } : {});
  }

  @Get('metrics')
  async scrape(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}

function answer(reply: FastifyReply, wrong: Record<string, string>): void {
  const fine = Object.keys(wrong).length === 0;
  void reply
    .status(fine ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
    .send({ ok: fine, ...(fine ? {} : { wrong }) });
}
