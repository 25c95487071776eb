export { readEmail, type Email } from './email.ts';
export { nameForm } from './name.ts';
export { readPhone } from './phone.ts';
export { isPlaceholder } from './placeholder.ts';
