export { ConfigError, choice, integer, list, readConfig, requiredText, text } from './read-config.ts';
