/** The `tributary` command. */
import { Command } from 'commander';
import { doctorCommand } from './doctor-command.ts';
import { importCommand } from './import-command.ts';
import { planCommand } from './plan-command.ts';
import { qualityCommand } from './quality-command.ts';
import { rebuildCommand } from './rebuild-command.ts';
import { type Surroundings } from './surroundings.ts';

export function program(surroundings: Surroundings): Command {
  return new Command('tributary')
    .description('The command line of Tributary, over its public API')
    .configureOutput({
      writeOut: (text) => surroundings.out.write(text),
      writeErr: (text) => surroundings.err.write(text),
    })
    .addCommand(importCommand(surroundings))
    .addCommand(doctorCommand(surroundings))
    .addCommand(rebuildCommand(surroundings))
    .addCommand(qualityCommand(surroundings))
    .addCommand(planCommand(surroundings));
}
