/** The ceiling of the edge: Fastify that parses the same bodies and answers the same, in a process of its own. */
import fastify from 'fastify';

const bare = fastify({ bodyLimit: 5_000_000 });
for (const path of ['/v1/track', '/v1/batch']) bare.post(path, (_request, reply) => reply.send({ success: true }));
const url = await bare.listen({ port: 0, host: '127.0.0.1' });

process.once('disconnect', () => process.exit(0));
process.send?.({ url });
