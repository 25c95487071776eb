/** Looks at the sizes that a Parquet file says of itself before anything is made as large as it says. */
import { type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { ImportError } from '../import-error.ts';

type RowGroup = FileMetaData['row_groups'][number];
type Chunk = NonNullable<RowGroup['columns'][number]['meta_data']>;

/** Writers make groups of 100,000 to 1,048,576 rows and pages of 1 to 8 MB; what is read is held as long as its group. */
const most = { rows: 4_194_304, groupBytes: 256 * 1024 * 1024, pageBytes: 64 * 1024 * 1024, valuesOfRow: 64 } as const;

/** `columns`: the names at the top that are read. */
export async function checkGroup(bytes: AsyncBuffer, group: RowGroup, columns: readonly string[]): Promise<void> {
  const rows = Number(group.num_rows);
  if (rows > most.rows) throw tooLarge(`a row group has ${rows} rows; the limit is ${most.rows}`);
  const chunks = group.columns.flatMap(({ meta_data: chunk }) => (chunk && isRead(chunk, columns) ? [chunk] : []));
  const size = chunks.reduce((sum, chunk) => sum + Number(chunk.total_compressed_size), 0);
  if (size > most.groupBytes) throw tooLarge(`a row group has ${size} bytes; the limit is ${most.groupBytes}`);
  for (const chunk of chunks) await checkPages(bytes, chunk, rows);
}

const isRead = ({ path_in_schema: path }: Chunk, columns: readonly string[]): boolean =>
  columns.includes(path[0] ?? '');

async function checkPages(bytes: AsyncBuffer, chunk: Chunk, rows: number): Promise<void> {
  const values = Number(chunk.num_values);
  if (values > rows * most.valuesOfRow) throw tooLarge(`a column has ${values} values for ${rows} rows`);
  const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset) || Number(chunk.data_page_offset);
  const view = new DataView(await bytes.slice(start, start + Number(chunk.total_compressed_size)));
  const reader = { view, offset: 0 };
  let seen = 0;
  while (reader.offset < view.byteLength - 1 && seen < values) {
    const header = parquetHeader(reader);
    const { uncompressed_page_size: size, compressed_page_size: length } = header;
    if (size > most.pageBytes) throw tooLarge(`a page has ${size} bytes; the limit is ${most.pageBytes}`);
    if (length < 0 || size < 0) throw new Error('a page has a negative size');
    seen += (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    if (seen > values) throw new Error('a page has more values than its column');
    if ((header.dictionary_page_header?.num_values ?? 0) > size * 8)
      throw new Error('a dictionary is larger than its page');
    reader.offset += length;
  }
}

const tooLarge = (what: string): ImportError =>
  new ImportError(`The Parquet file asks for too much memory: ${what}.`, 'PARQUET_TOO_LARGE');
