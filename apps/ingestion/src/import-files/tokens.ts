/** Names under which the module of imports binds what is only an interface. */
export const IMPORT_STORE = Symbol('ImportStore');
