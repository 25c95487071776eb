import { runService } from '@tributary/runtime';
import { analyticsService } from './index.ts';

await runService(analyticsService);
