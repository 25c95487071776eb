/** `npm run identity:train -- ...`: trains a model of matching and writes it to a file; its options are described in bench/README.md. */
import { trainCommand } from './training/train-command.ts';

process.exitCode = await trainCommand(process.argv.slice(2), { out: process.stdout, err: process.stderr });
