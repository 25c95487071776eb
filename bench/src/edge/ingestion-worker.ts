/** The door and its pipeline behind it. */
import { serveIngestion } from './serve-ingestion.ts';

await serveIngestion();
