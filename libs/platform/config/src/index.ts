export { ConfigError, choice, integer, list, readConfig, requiredText, text, type ConfigOf } from './read-config.ts';
