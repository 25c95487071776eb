/** `npm run bench:identity -- (--data <folder> | --generate <records>) [--model shipped|trained] [--json]`: how near the people found are to the truth. */
import { measureCommand } from './measure-command.ts';

const surroundings = { out: process.stdout, err: process.stderr, report: 'reports/bench-identity.json' };
process.exitCode = await measureCommand(process.argv.slice(2), surroundings);
