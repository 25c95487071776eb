import { runService } from '@tributary/runtime';
import { ingestionService } from './index.ts';

await runService(ingestionService);
