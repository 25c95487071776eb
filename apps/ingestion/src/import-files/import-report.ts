/** What an import has refused, page by page or as a whole. */
import { reportHeader, reportLine } from '@tributary/importer';
import { type FileImport, type ImportRejectionStore, type KeptRejection } from './ports.ts';
import { mostKept } from './refused-rows.ts';

const rowsAtOnce = 1_000;

export class ImportReport {
  constructor(private readonly rejections: Pick<ImportRejectionStore, 'page'>) {}

  page(found: FileImport, after: string | undefined, limit: number): Promise<readonly KeptRejection[]> {
    return this.rejections.page(found, after, limit);
  }

  async *csv(found: FileImport): AsyncGenerator<string, void, undefined> {
    yield reportHeader;
    let after: string | undefined;
    let page: readonly KeptRejection[];
    do {
      page = await this.rejections.page(found, after, rowsAtOnce);
      yield page.map(reportLine).join('');
      after = page.at(-1)?.position;
    } while (page.length === rowsAtOnce);
    const more = (found.progress?.rejected ?? 0) - mostKept;
    if (more > 0) yield `,NOT_LISTED,"${more} more were refused.","Mend what is listed, and import the file again."\n`;
  }
}
