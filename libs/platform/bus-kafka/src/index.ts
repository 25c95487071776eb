export { KafkaEngine } from './kafka-engine.ts';
export { kafkaOptionsFromEnv, type KafkaOptions } from './kafka-config.ts';
export { kafkaTopicConfig } from './topic-config.ts';
