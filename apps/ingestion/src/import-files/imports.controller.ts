/** Imports over the API: begun, looked at, run and ended; the content has a door of its own. */
import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { PageQuery, pageOf, positionOf } from '@tributary/http';
import { ImportReport } from './import-report.ts';
import {
  EndedImportAnswer,
  ImportAnswer,
  importAnswer,
  ImportRejectionsAnswer,
  ImportsAnswer,
  ImportWithMappingAnswer,
  NewImport,
  PreviewOrder,
  rejectionAnswer,
  RunOrder,
} from './imports.dto.ts';
import { ManageImports } from './manage-imports.ts';
import { type ImportStore } from './ports.ts';
import { ImportPreviewAnswer, previewAnswer } from './preview.dto.ts';
import { PreviewImport } from './preview-import.ts';
import { IMPORT_STORE } from './tokens.ts';

@ApiTags('Imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly manage: ManageImports,
    private readonly previews: PreviewImport,
    private readonly report: ImportReport,
    @Inject(IMPORT_STORE) private readonly imports: ImportStore,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Begin an import; its content is sent to /v1/imports/:id/content' })
  @ApiCreatedResponse({ type: ImportAnswer })
  async begin(@Body() { dryRun = false, preview = false, ...order }: NewImport): Promise<ImportAnswer> {
    return importAnswer(await this.manage.begin({ ...order, dryRun, preview }));
  }

  @Get()
  @ApiOperation({ summary: 'Imports, the newest first' })
  @ApiOkResponse({ type: ImportsAnswer })
  async list(@Query() { after, limit }: PageQuery): Promise<ImportsAnswer> {
    const found = await this.imports.page(positionOf(after), limit + 1);
    const { items, next } = pageOf(found, limit, ({ id }) => id);
    return { items: items.map(importAnswer), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One import: how far it is, what it has come to, and with what mapping' })
  @ApiOkResponse({ type: ImportWithMappingAnswer })
  async one(@Param('id') id: string): Promise<ImportWithMappingAnswer> {
    const found = await this.manage.find(id);
    return Object.assign(importAnswer(found), { mapping: found.order.mapping ?? null });
  }

  @Post(':id/preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What the content is and what its first 20 rows become; a mapping is proposed where there is none',
  })
  @ApiBody({ type: PreviewOrder, required: false })
  @ApiOkResponse({ type: ImportPreviewAnswer })
  async preview(@Param('id') id: string, @Body() { mapping }: PreviewOrder): Promise<ImportPreviewAnswer> {
    return previewAnswer(await this.previews.show(id, mapping));
  }

  @Post(':id/run')
  @HttpCode(202)
  @ApiOperation({ summary: 'Run an import that is held, has failed (it goes on where it was), or was a dry run' })
  @ApiBody({ type: RunOrder, required: false })
  @ApiAcceptedResponse({ type: ImportAnswer })
  async run(@Param('id') id: string, @Body() change: RunOrder): Promise<ImportAnswer> {
    return importAnswer(await this.manage.run(id, change));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Cancel an import (what was sent stays sent), or forget one that has ended' })
  @ApiOkResponse({ type: EndedImportAnswer })
  async end(@Param('id') id: string): Promise<EndedImportAnswer> {
    return { id, outcome: await this.manage.end(id) };
  }

  @Get(':id/rejections')
  @ApiOperation({ summary: 'What was refused, by line, with why and what to do' })
  @ApiOkResponse({ type: ImportRejectionsAnswer })
  async rejections(@Param('id') id: string, @Query() { after, limit }: PageQuery): Promise<ImportRejectionsAnswer> {
    const found = await this.manage.find(id);
    const rows = await this.report.page(found, positionOf(after), limit + 1);
    const { items, next } = pageOf(rows, limit, ({ position }) => position);
    return { items: items.map(rejectionAnswer), next, total: found.progress?.rejected ?? 0 };
  }

  @Get(':id/report.csv')
  @ApiOperation({ summary: 'The same as CSV, all of it' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async csv(@Param('id') id: string): Promise<StreamableFile> {
    const text = this.report.csv(await this.manage.find(id));
    return new StreamableFile(Readable.from(text, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${id}-rejected.csv"`,
    });
  }
}
