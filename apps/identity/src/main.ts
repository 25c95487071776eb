import { runService } from '@tributary/runtime';
import { identityService } from './index.ts';

await runService(identityService);
