/** The OpenAPI document: what Nest reads off the controllers, and what modules say about routes that Nest does not know. */
import { type Provider } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;

/** Routes that stand directly on Fastify, as their module describes them. */
export interface OpenApiPart {
  readonly paths: OpenAPIObject['paths'];
  readonly components?: Pick<Components, 'schemas' | 'responses' | 'securitySchemes'>;
}

const part = Symbol('OpenApiPart');

/** A provider with which a module adds to the document; `#/components/schemas/Problem` is there already. */
export const openApiPart = (described: OpenApiPart): Provider => ({ provide: part, useValue: described });

const text = { type: 'string' };

/** What every answer that is not 2xx looks like. */
const problem = {
  type: 'object',
  description: 'An error that a caller can act on (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'detail', 'fix'],
  properties: {
    type: { type: 'string', example: 'urn:tributary:problem:profile-not-found' },
    title: text,
    status: { type: 'integer', example: 404 },
    code: { type: 'string', example: 'PROFILE_NOT_FOUND' },
    detail: { type: 'string', description: 'What was wrong.' },
    fix: { type: 'string', description: 'What to do about it.' },
    at: { type: 'string', description: 'JSON pointer to the culprit.' },
    errors: {
      type: 'array',
      description: 'Every violation, where there are several.',
      items: { type: 'object', required: ['at', 'message'], properties: { at: text, message: text } },
    },
    retryAfter: { type: 'integer', description: 'Seconds after which a repetition makes sense.' },
  },
};

/** The house's own part, so that there is always one to be found. */
export const problemPart: Provider = openApiPart({ paths: {}, components: { schemas: { Problem: problem } } });

export function openApi(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Tributary')
    .setDescription('Events in, one profile per person, live segments, figures and decisions out.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A secret key.' })
    .addSecurityRequirements('bearer')
    .build();
  const parts = app.get<typeof part, OpenApiPart>(part, { strict: false, each: true });
  return parts.reduce(joined, SwaggerModule.createDocument(app, description));
}

function joined(document: OpenAPIObject, { paths, components = {} }: OpenApiPart): OpenAPIObject {
  const known = document.components ?? {};
  return {
    ...document,
    paths: union(document.paths, paths),
    components: {
      ...known,
      schemas: union(known.schemas, components.schemas),
      responses: union(known.responses, components.responses),
      securitySchemes: union(known.securitySchemes, components.securitySchemes),
    },
  };
}

/** Two descriptions of one thing are a mistake that nobody would notice in a merged document. */
function union<T>(known: Readonly<Record<string, T>> = {}, added: Readonly<Record<string, T>> = {}): Record<string, T> {
  const twice = Object.keys(added).find((name) => Object.hasOwn(known, name));
  if (twice !== undefined) throw new Error(`OpenAPI: ${twice} is described twice.`);
  return { ...known, ...added };
}
