import { runService } from '@tributary/runtime';
import { segmentationService } from './index.ts';

await runService(segmentationService);
