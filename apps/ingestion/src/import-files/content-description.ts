/** The door for contents in OpenAPI: it stands on Fastify, so nothing but this tells what it takes and answers. */
import { type OpenApiPart } from '@tributary/http';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const uploadOffset = {
  'upload-offset': { description: 'Where the next upload goes on.', schema: { type: 'integer' as const } },
};

const parameter = (where: 'path' | 'query', name: string, described: object) => ({ name, in: where, ...described });

export const contentDescription: OpenApiPart = {
  paths: {
    '/v1/imports/{id}/content': {
      put: {
        tags: ['Imports'],
        summary: 'Send the content of an import, in one upload or in several',
        description: [
          'The bytes of the file as they are, of any content type; POST does the same. What arrives is kept at once: an upload that broke off goes on at',
          '`received`, and a part that is sent again is compared and passed over. The import begins by itself when the content is whole: with `last=true`, or',
          'when the declared `size` is reached.',
        ].join(' '),
        parameters: [
          parameter('path', 'id', { required: true, schema: { type: 'string' } }),
          parameter('query', 'offset', {
            required: false,
            description: 'Of the first byte within the content.',
            schema: { type: 'integer', minimum: 0, default: 0 },
          }),
          parameter('query', 'last', {
            required: false,
            description: 'Nothing follows.',
            schema: { type: 'boolean', default: false },
          }),
        ],
        requestBody: {
          required: true,
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: {
          200: {
            description: 'The import with how much of its content is kept.',
            headers: uploadOffset,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/ImportAnswer' } } },
          },
          404: problem('There is no such import.'),
          409: {
            ...problem(
              [
                '`OFFSET_MISMATCH`: more is missing before it; `CONTENT_CHANGED`: it differs from what was received; `SIZE_MISMATCH`: it is more or less than was',
                'declared; `UPLOAD_TAKEN_OVER`: another upload has begun; `CONTENT_COMPLETE`, `IMPORT_CANCELLED`: nothing is received any more.',
              ].join(' '),
            ),
            headers: uploadOffset,
          },
          413: problem('More than the content of an import may have.'),
          503: problem('What was sent could not be kept: go on later.'),
        },
      },
    },
  },
};
