/** The figures over HTTP. */
import { type DayRange } from '@tributary/domain-analytics';
import { Problem } from '@tributary/http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DailyAnswer, EventFiguresAnswer, ProductsAnswer, SummaryAnswer } from './figures.answers.ts';
import { DaysQuery, FiguresQuery, ProductsQuery } from './figures.query.ts';
import { ReadFigures, type Asked } from './read-figures.ts';

@ApiTags('figures')
@Controller('v1/figures')
export class FiguresController {
  constructor(private readonly figures: ReadFigures) {}

  @Get('summary')
  @ApiOperation({ summary: 'Orders, revenue, customers and events of a range of days' })
  @ApiOkResponse({ type: SummaryAnswer })
  summary(@Query() query: FiguresQuery): Promise<SummaryAnswer> {
    return this.figures.summary(asked(query));
  }

  @Get('daily')
  @ApiOperation({ summary: 'Orders, revenue, new and returning customers, and events, day by day' })
  @ApiOkResponse({ type: DailyAnswer })
  daily(@Query() query: FiguresQuery): Promise<DailyAnswer> {
    return this.figures.daily(asked(query));
  }

  @Get('products')
  @ApiOperation({ summary: 'Top products by revenue or units' })
  @ApiOkResponse({ type: ProductsAnswer })
  products(@Query() query: ProductsQuery): Promise<ProductsAnswer> {
    return this.figures.products(asked(query), query);
  }

  @Get('events')
  @ApiOperation({ summary: 'Events by name, in all and day by day' })
  @ApiOkResponse({ type: EventFiguresAnswer })
  events(@Query() query: DaysQuery): Promise<EventFiguresAnswer> {
    return this.figures.events(rangeOf(query));
  }
}

const asked = (query: FiguresQuery): Asked => ({ range: rangeOf(query), currency: query.currency });

function rangeOf({ from = '', to = '9999-12-31' }: DaysQuery): DayRange {
  if (from <= to) return { from, to };
  throw new Problem({
    status: 400,
    code: 'RANGE_REVERSED',
    detail: 'The last day is before the first one.',
    at: '/to',
    fix: 'Swap `from` and `to`.',
  });
}
