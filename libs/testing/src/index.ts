export { startService, testClock, type Collected, type TestClock, type TestService } from './harness/start-service.ts';
