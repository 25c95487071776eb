export { flag, readCommandLine, type CommandLine, type Flag } from './read-command-line.ts';
export {
  ConfigError,
  choice,
  integer,
  list,
  number,
  readConfig,
  requiredText,
  text,
  type ConfigOf,
} from './read-config.ts';
