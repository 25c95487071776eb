/** Who is who, and the door before it. */
import { identityService } from '@tributary/identity';
import { ingestionService } from '@tributary/ingestion';
import { serve } from './serve.ts';

await serve([ingestionService, identityService]);
