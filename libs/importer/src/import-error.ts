/** A file, a mapping or an order that nothing can be imported by; its message says why. */
import { fileFix, type FileReasonCode } from './reasons.ts';

export class ImportError extends Error {
  override readonly name = 'ImportError';
  /** What to do about it, where the catalogue says so. */
  readonly fix: string | undefined;

  constructor(
    message: string,
    readonly code?: FileReasonCode,
  ) {
    super(message);
    this.fix = code && fileFix(code);
  }
}
