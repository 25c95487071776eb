/** The registry as AsyncAPI 3: one channel a topic, one operation for each service that sends or receives on it. */

const keyOf = {
  record: 'Id of the record.',
  profile: 'Id of the profile.',
  pair: 'Ids of the two records, in order, joined by `~`.',
  'as the input': 'Key of the message that failed.',
};

const headers = {
  type: 'object',
  description: 'CloudEvents 1.0 attributes, Kafka binary mode.',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'The same for every copy of a message: drop what you have seen.' },
    ce_source: { type: 'string', description: 'The service that produced it, or the bridge: `bridge.<name>`.' },
    ce_type: { type: 'string', description: 'The message, e.g. `ProfileUpdated`.' },
    ce_time: { type: 'string', format: 'date-time' },
    traceparent: { type: 'string', description: 'W3C trace context.' },
  },
};

export function asyncApi(topics) {
  const messages = new Map(topics.map((topic) => [topic.message.name, topic]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tributary topics',
      version: '1.0.0',
      description:
        'What flows between the services and to subscribers. Consumers ignore unknown fields, drop a version that they have already seen, and accept a null value. Topic names are prefixed by the namespace of the deployment, where it has one.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channel(topic)])),
    operations: Object.fromEntries(topics.flatMap(operations)),
    components: {
      messages: Object.fromEntries([...messages].map(([name, topic]) => [name, message(topic)])),
      messageTraits: { cloudEvent: { headers } },
    },
  };
}

function channel(topic) {
  const compacted = topic.retention === 'compacted';
  return {
    address: topic.name,
    description: topic.summary,
    messages: { [topic.message.name]: { $ref: `#/components/messages/${topic.message.name}` } },
    bindings: {
      kafka: {
        partitions: topic.partitions,
        topicConfiguration: {
          'cleanup.policy': [compacted ? 'compact' : 'delete'],
          ...(compacted ? {} : { 'retention.ms': topic.retention.days * 86_400_000 }),
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

function operations(topic) {
  const operation = (action) => (party) => [
    `${party}.${action}.${topic.name}`,
    {
      action,
      title: `${party} ${action === 'send' ? 'publishes' : 'reads'} ${topic.message.name}`,
      channel: { $ref: `#/channels/${topic.name}` },
    },
  ];
  return [...topic.producers.map(operation('send')), ...topic.consumers.map(operation('receive'))];
}

function message(topic) {
  return {
    name: topic.message.name,
    summary: topic.message.summary,
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: plain(topic.message.schema),
    bindings: { kafka: { key: { type: 'string', description: keyOf[topic.key] }, bindingVersion: '0.5.0' } },
    examples: [{ name: 'typical', payload: topic.message.example }],
  };
}

/** The schema as plain JSON Schema, without the builder's own symbols. */
const plain = (schema) => JSON.parse(JSON.stringify(schema));
