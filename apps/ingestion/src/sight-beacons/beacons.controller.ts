/** The registry of beacons over HTTP: which hangs where. */
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { pageOf, positionOf } from '@tributary/http';
import { BeaconAnswer, beaconBody, BeaconsAnswer, BeaconsQuery, ManyBeacons, PutAnswer } from './beacons.dto.ts';
import { RegisterBeacons } from './register-beacons.ts';

@Controller('v1/beacons')
export class BeaconsController {
  constructor(private readonly registry: RegisterBeacons) {}

  @Get()
  @ApiOperation({ summary: 'All beacons, by id' })
  @ApiOkResponse({ type: BeaconsAnswer })
  async list(@Query() { after, limit, store }: BeaconsQuery): Promise<BeaconsAnswer> {
    const found = await this.registry.page({ store, after: positionOf(after), limit: limit + 1 });
    return pageOf(found, limit, ({ id }) => id);
  }

  @Put()
  @ApiOperation({ summary: 'Register many beacons at once, all or none; those that are not named stay' })
  @ApiOkResponse({ type: PutAnswer })
  async putAll(@Body() { items }: ManyBeacons): Promise<PutAnswer> {
    return { put: await this.registry.putAll(items) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One beacon' })
  @ApiOkResponse({ type: BeaconAnswer })
  get(@Param('id') id: string): Promise<BeaconAnswer> {
    return this.registry.get(id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Say where a beacon hangs; sightings that were refused before can be replayed' })
  @ApiBody(beaconBody)
  @ApiOkResponse({ type: BeaconAnswer })
  put(@Param('id') id: string, @Body() body: unknown): Promise<BeaconAnswer> {
    return this.registry.put(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget a beacon; visits of its zone end where they were last seen' })
  @ApiNoContentResponse()
  async remove(@Param('id') id: string): Promise<void> {
    await this.registry.remove(id);
  }
}
