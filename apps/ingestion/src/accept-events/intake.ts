/** Takes the bodies of requests in: their bytes within bounds, inflated within bounds, with what a dialect needs to know beside them. */
import { type IncomingMessage } from 'node:http';
import { type WireRequest } from '@tributary/domain-dialects';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type FastifyRequest } from 'fastify';
import { BytesInFlight } from './bytes-in-flight.ts';
import { problems } from './edge-problems.ts';
import { largestBody, readBody } from './read-body.ts';
import { shownBeside } from './write-key.ts';

export interface IntakeOptions {
  readonly maxInFlightBytes: number;
  readonly clock: Clock;
}

/** To be released when the request is answered. */
interface Taken {
  readonly wire: WireRequest;
  readonly release: () => void;
}

export class Intake {
  readonly #bytes: BytesInFlight;
  readonly #clock: Clock;

  constructor({ maxInFlightBytes, clock }: IntakeOptions) {
    this.#bytes = new BytesInFlight(maxInFlightBytes);
    this.#clock = clock;
  }

  /** Raw bytes, whatever the content type says. */
  gather(request: FastifyRequest, payload: IncomingMessage): Promise<Buffer> {
    if (request.method !== 'POST') {
      payload.resume(); // nothing is read of it, and nobody would count its bytes down
      return Promise.resolve(Buffer.alloc(0));
    }
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > largestBody) return Promise.reject(new Problem(problems.bodyTooLarge));
    return this.#bytes.gather(payload, largestBody);
  }

  async take(request: FastifyRequest): Promise<Taken> {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const held = this.#bytes.hold(raw.length);
    try {
      const bytes = await inflated(raw, request.headers['content-encoding']);
      if (bytes !== raw) held.grow(bytes.length);
      return { wire: this.#wireOf(request, bytes), release: held.release };
    } catch (error) {
      held.release();
      throw error;
    }
  }

  #wireOf(request: FastifyRequest, bytes: Buffer): WireRequest {
    const query = parametersOf(request.query);
    const writeKey = shownBeside(request.headers.authorization, query);
    return { query, bytes, receivedAt: this.#clock.now(), writeKey };
  }
}

async function inflated(raw: Buffer, encoding: string | undefined): Promise<Buffer> {
  const read = await readBody(raw, encoding);
  if (read.kind === 'too-large') throw new Problem(problems.bodyTooLarge);
  if (read.kind === 'broken') throw new Problem(problems.brokenEncoding(read.encoding));
  return read.bytes;
}

export const parametersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
