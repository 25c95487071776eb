/** A process that holds an open store and says where: to be killed by the test that started it. */
import { openStore } from '@tributary/mongo-embedded';

const [file = ''] = process.argv.slice(2);
const { uri } = await openStore({ file });
process.stdout.write(`${uri}\n`);
setInterval(() => undefined, 60_000); // stays until it is killed
