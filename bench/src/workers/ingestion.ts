/** The door and its pipeline behind it. */
import { ingestionService } from '@tributary/ingestion';
import { serve } from './serve.ts';

await serve([ingestionService]);
