/** A file, a mapping or an order that nothing can be imported by; its message says why. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
