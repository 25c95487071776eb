/** Rebuilds over HTTP: ask for one, watch it, go back, drop what was before. */
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Module,
  Param,
  Post,
  type DynamicModule,
} from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  ApiAcceptedResponse,
} from '@nestjs/swagger';
import { Problem } from '@tributary/http';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type Desk } from './desk.ts';
import { type GenerationState } from './generations.ts';

const DESKS = Symbol('Desks');

/** A third of what a service takes from a full stream, so that live events hardly notice. */
const usualRate = 1_000;

class RebuildOrder {
  @ApiPropertyOptional({
    default: usualRate,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Messages a second at most.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  rate: number = usualRate;

  @ApiPropertyOptional({ default: false, description: 'Switch although people are known whose events are nowhere.' })
  @IsOptional()
  @IsBoolean()
  acceptLosses: boolean = false;
}

class RunningAnswer {
  @ApiProperty() readonly generation!: number;
  @ApiProperty() readonly startedAt!: string;
  @ApiProperty({ enum: ['preparing', 'archive', 'topics', 'comparing', 'switching'] }) readonly stage!: string;
  @ApiProperty({ description: 'Of this stage.' }) readonly done!: number;
  @ApiProperty() readonly total!: number;
}

class ReportAnswer {
  @ApiProperty() readonly generation!: number;
  @ApiProperty() readonly startedAt!: string;
  @ApiProperty() readonly finishedAt!: string;
  @ApiProperty({ description: 'Messages and archived events that were replayed.' }) readonly messages!: number;
  @ApiProperty({ description: 'How long the service took no work.' }) readonly pausedMs!: number;
  @ApiProperty({ description: 'Documents compared.' }) readonly documents!: number;
  @ApiProperty({ description: 'Documents that were not what they should have been.' }) readonly differences!: number;
  @ApiProperty({ type: [String], description: 'The first of them.' }) readonly examples!: readonly string[];
  @ApiProperty({ description: 'Messages that correct what subscribers were told.' }) readonly corrections!: number;
  @ApiProperty({ type: [String], description: 'What was lost because neither archive nor topics explain it.' })
  readonly losses!: readonly string[];
}

class RebuildsAnswer {
  @ApiProperty() readonly service!: string;
  @ApiProperty({ description: 'The generation in use; 1 until the first rebuild.' }) readonly generation!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'The one before, which can be gone back to.' })
  readonly previous!: number | null;
  @ApiProperty({ type: RunningAnswer, nullable: true }) readonly running!: RunningAnswer | null;
  @ApiProperty({ type: ReportAnswer, nullable: true }) readonly last!: ReportAnswer | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last one ended early.' })
  readonly failure!: string | null;
}

@ApiTags('operations')
@Controller('v1/rebuilds')
class RebuildsController {
  constructor(@Inject(DESKS) private readonly desks: readonly Desk[]) {}

  @Get(':service')
  @ApiOperation({ summary: 'Progress of a running rebuild, and what the last one found' })
  @ApiOkResponse({ type: RebuildsAnswer })
  async progress(@Param('service') service: string): Promise<RebuildsAnswer> {
    return answerOf(service, await this.#desk(service).state());
  }

  @Post(':service')
  @HttpCode(202)
  @ApiOperation({ summary: 'Rebuild the derived state of a service side by side, compare, and switch' })
  @ApiAcceptedResponse({ type: RebuildsAnswer })
  async start(@Param('service') service: string, @Body() order: RebuildOrder): Promise<RebuildsAnswer> {
    return answerOf(service, orRunning(await this.#desk(service).start(order)));
  }

  @Post(':service/back')
  @HttpCode(202)
  @ApiOperation({ summary: 'Go back to the state before the last switch, with everything that has happened since' })
  @ApiAcceptedResponse({ type: RebuildsAnswer })
  async back(@Param('service') service: string, @Body() order: RebuildOrder): Promise<RebuildsAnswer> {
    const desk = this.#desk(service);
    if ((await desk.state()).previous === null) throw noPrevious();
    return answerOf(service, orRunning(await desk.back(order)));
  }

  @Delete(':service/previous')
  @ApiOperation({ summary: 'Drop the state before the last switch' })
  @ApiOkResponse({ type: RebuildsAnswer })
  async drop(@Param('service') service: string): Promise<RebuildsAnswer> {
    const desk = this.#desk(service);
    if (!(await desk.dropPrevious())) throw noPrevious();
    return answerOf(service, await desk.state());
  }

  @Delete(':service')
  @ApiOperation({ summary: 'Cancel the running rebuild; the state in use stays' })
  @ApiOkResponse({ type: RebuildsAnswer })
  async cancel(@Param('service') service: string): Promise<RebuildsAnswer> {
    const desk = this.#desk(service);
    if (await desk.cancel()) return answerOf(service, await desk.state());
    throw new Problem({
      status: 409,
      code: 'REBUILD_NOT_RUNNING',
      detail: 'Nothing is running that can be cancelled.',
      fix: 'A rebuild that switches already comes to its end within seconds.',
    });
  }

  #desk(service: string): Desk {
    const desk = this.desks.find((one) => one.service === service);
    if (desk !== undefined) return desk;
    throw new Problem({
      status: 404,
      code: 'SERVICE_NOT_HERE',
      detail: `This process does not run ${service}.`,
      fix: 'Ask the process of that service.',
    });
  }
}

function orRunning(state: GenerationState | undefined): GenerationState {
  if (state !== undefined) return state;
  throw new Problem({
    status: 409,
    code: 'REBUILD_RUNNING',
    detail: 'A rebuild is running already.',
    fix: 'Watch it with GET, or cancel it with DELETE on the same address.',
  });
}

const noPrevious = (): Problem =>
  new Problem({
    status: 409,
    code: 'NO_PREVIOUS_GENERATION',
    detail: 'There is no state from before a switch, or it is being worked on.',
    fix: 'Start a rebuild.',
  });

function answerOf(service: string, { active, previous, building, last, failure }: GenerationState): RebuildsAnswer {
  return {
    ...{ service, generation: active, previous: previous?.generation ?? null, failure },
    running: building && {
      ...{ generation: building.generation, startedAt: instant(building.startedAt), stage: building.stage },
      ...building.progress,
    },
    last: last && { ...last, startedAt: instant(last.startedAt), finishedAt: instant(last.finishedAt) },
  };
}

const instant = (time: number): string => new Date(time).toISOString();

@Module({})
class RebuildsModule {}

export const rebuildsModule = (desks: readonly Desk[]): DynamicModule => ({
  module: RebuildsModule,
  controllers: [RebuildsController],
  providers: [{ provide: DESKS, useValue: desks }],
});
