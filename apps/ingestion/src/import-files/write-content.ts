/**
 * Keeps the bytes of one upload in pieces as they arrive. What is there already is compared and passed over, so that any part may be sent
 * again; what came before an upload broke off is kept.
 */
import { importProblems } from './import-problems.ts';
import { type ImportStore, type Piece, type PieceStore, type Upload } from './ports.ts';

/** Far below what a document of the store may have, and few enough for a file of gigabytes. */
export const pieceBytes = 1_000_000;

export interface WriteContentParts {
  readonly imports: Pick<ImportStore, 'advance'>;
  readonly pieces: Pick<PieceStore, 'put' | 'at'>;
  readonly now: () => number;
}

export interface Writing {
  readonly upload: Upload;
  /** Where the upload begins: at what was received, or before. */
  readonly offset: number;
  /** Throws where a content may not have so many bytes. */
  readonly checkSize: (bytes: number) => void;
}

export class ContentWriter {
  readonly #before: number;
  #received: number;
  /** Of the next byte that arrives. */
  #position: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #known: Piece | undefined;
  /** Stays so where it fails: nothing may be kept behind a gap. */
  #isKeeping = false;

  constructor(
    private readonly parts: WriteContentParts,
    private readonly writing: Writing,
  ) {
    this.#before = writing.upload.received;
    this.#received = this.#before;
    this.#position = writing.offset;
  }

  /** Answers how much of the content is kept now. */
  async all(chunks: AsyncIterable<Uint8Array>): Promise<number> {
    try {
      for await (const chunk of chunks) await this.#take(chunk);
    } finally {
      if (this.#waitingBytes > 0 && !this.#isKeeping) await this.#keep(this.#waitingBytes);
    }
    return this.#received;
  }

  async #take(chunk: Uint8Array): Promise<void> {
    const known = Math.min(chunk.length, Math.max(0, this.#before - this.#position));
    if (known > 0) await this.#compare(chunk.subarray(0, known));
    this.#position += chunk.length;
    this.writing.checkSize(this.#position);
    if (known === chunk.length) return;
    this.#waiting.push(chunk.subarray(known));
    this.#waitingBytes += chunk.length - known;
    while (this.#waitingBytes >= pieceBytes) await this.#keep(pieceBytes);
  }

  async #compare(part: Uint8Array): Promise<void> {
    for (let done = 0; done < part.length;) {
      const at = this.#position + done;
      const { offset, bytes } = await this.#pieceAt(at);
      const kept = bytes.subarray(at - offset, at - offset + part.length - done);
      if (Buffer.compare(kept, part.subarray(done, done + kept.length)) !== 0) throw importProblems.otherContent(at);
      done += kept.length;
    }
  }

  async #pieceAt(position: number): Promise<Piece> {
    const covers = (piece: Piece | undefined): piece is Piece =>
      piece !== undefined && piece.offset <= position && position < piece.offset + piece.bytes.length;
    if (covers(this.#known)) return this.#known;
    this.#known = await this.parts.pieces.at(this.writing.upload.id, position);
    // Removed while it was compared: the import has ended.
    if (!covers(this.#known)) throw importProblems.takenOver();
    return this.#known;
  }

  /** The first so many of the bytes that wait. */
  async #keep(count: number): Promise<void> {
    this.#isKeeping = true;
    const waiting = Buffer.concat(this.#waiting);
    const piece = { offset: this.#received, bytes: waiting.subarray(0, count) };
    const { imports, pieces, now } = this.parts;
    const { upload } = this.writing;
    const isNewest = (await pieces.put(upload, piece)) && (await imports.advance(upload, piece.offset + count, now()));
    if (!isNewest) throw importProblems.takenOver();
    this.#received += count;
    this.#waiting = [waiting.subarray(count)];
    this.#waitingBytes -= count;
    this.#isKeeping = false;
  }
}
