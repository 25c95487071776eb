/** The command in a test: what it wrote and how it ended. */
import { program } from '../program.ts';

export async function tributary(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  let [out, err, code] = ['', '', 0];
  const command = program({
    env,
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    exit: (given) => (code = given),
  });
  await command.parseAsync(args, { from: 'user' });
  return { out, err, code };
}
