/** Placements over HTTP. */
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PageQuery, pageOf, positionOf } from '@tributary/http';
import { Define } from './define.ts';
import { definitionAnswer, DefinitionAnswer, DefinitionsAnswer, placementExample } from './definition.dto.ts';

@Controller('v1/placements')
export class PlacementsController {
  constructor(private readonly define: Define) {}

  @Get()
  @ApiOperation({ summary: 'All placements, by id' })
  @ApiOkResponse({ type: DefinitionsAnswer })
  async list(@Query() query: PageQuery): Promise<DefinitionsAnswer> {
    const after = positionOf(query.after) ?? '';
    const found = (await this.define.list('placement')).filter(({ id }) => id > after).map(definitionAnswer);
    return pageOf(found.slice(0, query.limit + 1), query.limit, ({ id }) => id);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One placement as it is now' })
  @ApiOkResponse({ type: DefinitionAnswer })
  async get(@Param('id') id: string): Promise<DefinitionAnswer> {
    return definitionAnswer(await this.define.get('placement', id));
  }

  @Get(':id/versions')
  @ApiOperation({ summary: 'Every version of a placement, newest first' })
  @ApiOkResponse({ type: DefinitionsAnswer })
  async versions(@Param('id') id: string): Promise<DefinitionsAnswer> {
    return { items: (await this.define.versions('placement', id)).map(definitionAnswer), next: null };
  }

  @Put(':id')
  @ApiOperation({ summary: 'Define or change a placement; decisions follow within a second' })
  @ApiBody({ schema: { type: 'object', example: placementExample } })
  @ApiOkResponse({ type: DefinitionAnswer })
  async put(@Param('id') id: string, @Body() body: unknown): Promise<DefinitionAnswer> {
    return definitionAnswer(await this.define.put('placement', id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a placement; its versions stay, because decisions refer to them' })
  @ApiNoContentResponse()
  async remove(@Param('id') id: string): Promise<void> {
    await this.define.remove('placement', id);
  }
}
