export { findChromium, startChromium } from './browser/chromium.ts';
export { securedKafka, type SecuredKafka } from './engines/secured-kafka.ts';
export {
  embeddedForeignTopic,
  kafkaForeignTopic,
  type ForeignMessage,
  type ForeignTopicWriter,
} from './engines/foreign-topics.ts';
export { startService, testClock, type Collected, type TestClock, type TestService } from './harness/start-service.ts';
export { identifyEvent } from './people/identify-event.ts';
export { mixes, type Mix } from './people/mix.ts';
export { csvHeader, csvLine } from './people/people-csv.ts';
export { peopleRecords, type PeopleOptions, type PersonRecord } from './people/people-records.ts';
export { type PersonTraits } from './people/tell-person.ts';
export {
  illegalValues,
  oneAddress,
  oneKiosk,
  onePhone,
  selfAlias,
  type Scenario,
  type ScenarioOptions,
} from './people/scenarios.ts';
