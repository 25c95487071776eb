/** Names under which the module binds what is only an interface. */
export const CLOCK = Symbol('Clock');
export const SOURCE_STORE = Symbol('SourceStore');
export const ARCHIVE_STORE = Symbol('ArchiveStore');
export const REJECTION_STORE = Symbol('RejectionStore');
export const VIOLATION_STORE = Symbol('ViolationStore');
