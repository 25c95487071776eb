/**
 * Options of a write that may be lost, in a power cut, as long as nothing after it is there: another one of the same process follows before
 * anybody is told, or it would only be done again. The embedded store answers it before it is on the disk; its log is written in order, so
 * whoever follows waits for everything before. To any other server this is a comment, and the write is as durable as all.
 */
export const followed = { comment: 'followed by another write' } as const;
