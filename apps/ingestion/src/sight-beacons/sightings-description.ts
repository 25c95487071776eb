/** The door for sightings in OpenAPI: it stands on Fastify, beside the other doors. */
const text = (description: string) => ({ type: 'string', description });
const id = (description: string) => ({ oneOf: [{ type: 'string', maxLength: 512 }, { type: 'number' }], description });

const ibeacon = {
  type: 'object',
  required: ['uuid', 'major', 'minor'],
  properties: {
    uuid: { type: 'string', format: 'uuid' },
    major: { type: 'integer', minimum: 0, maximum: 65_535 },
    minor: { type: 'integer', minimum: 0, maximum: 65_535 },
    measuredPower: { type: 'number', description: 'dBm at one metre.' },
  },
};

const eddystone = {
  type: 'object',
  description: '`namespace` and `instance`, or `url`, or `eid`.',
  properties: {
    namespace: text('20 hexadecimal digits.'),
    instance: text('12 hexadecimal digits.'),
    url: text('As the beacon sends it, expanded.'),
    eid: text('16 hexadecimal digits.'),
    txPower: { type: 'number', description: 'dBm at 0 m, as Eddystone states it.' },
  },
};

export const sightingSchemas = {
  Sighting: {
    type: 'object',
    description:
      'That a beacon was received: by `frame`, `ibeacon` or `eddystone`; of whom: by `userId`, `anonymousId` or `deviceId`.',
    required: ['rssi'],
    properties: {
      frame: text('The advertisement, or what stands in it of the manufacturer or the service, as hexadecimal digits.'),
      ibeacon,
      eddystone,
      rssi: { type: 'number', minimum: -127, maximum: 20, description: 'Received strength in dBm.' },
      at: {
        type: 'string',
        format: 'date-time',
        description: 'When it was received. Absent: when it came in; it is then another one each time that it is sent.',
      },
      userId: id('Who it is, where that is known.'),
      anonymousId: id('Who it is on this device.'),
      deviceId: id('The phone that has received the beacon, or the tag that a gateway has received.'),
      receiver: text('The gateway, where one has received it.'),
      battery: { type: 'number', description: 'Of the beacon, in the measure of whoever sends it.' },
    },
  },
};

export const sightingRoute = {
  summary: 'Say that beacons were seen',
  description: [
    'One sighting, an array, `{"batch": [...]}`, or one per line. Visits that follow come out as the events `Zone Entered` and `Zone Left`; one bad sighting',
    'costs only itself. `UNKNOWN_BEACON`: register it with `PUT /v1/beacons/:id`, then replay the rejection.',
  ].join(' '),
  schema: {
    oneOf: [
      { $ref: '#/components/schemas/Sighting' },
      { type: 'array', maxItems: 2_500, items: { $ref: '#/components/schemas/Sighting' } },
    ],
  },
};
