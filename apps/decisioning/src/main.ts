import { runService } from '@tributary/runtime';
import { decisioningService } from './index.ts';

await runService(decisioningService);
