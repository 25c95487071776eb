/** What `context.library` says; a test compares it with package.json. */
export const library = { name: '@tributary/web-sdk', version: '0.1.0' } as const;
