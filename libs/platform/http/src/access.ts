/** Who may call a route. Nothing is open unless it says so. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import { sendProblem } from './problem-filter.ts';

const accessKey = 'tributary:access';

/** `secret` (the default): a secret key is required. `public`: anyone, or the route checks by itself. */
export type Access = 'secret' | 'public';
export const Access = (access: Access): ClassDecorator & MethodDecorator => SetMetadata(accessKey, access);

export class SecretKeys {
  readonly #digests: readonly Buffer[];

  /** Two keys may be active at once, for rotation. */
  constructor(secretKeys: readonly string[]) {
    this.#digests = secretKeys.map(digest);
  }

  /** Undefined where the header shows one of them. */
  refusalOf(authorization: string | undefined): Problem | undefined {
    const key = presentedKey(authorization);
    if (key !== undefined && this.#accepts(key)) return undefined;
    return new Problem({
      status: 401,
      code: key === undefined ? 'KEY_MISSING' : 'KEY_UNKNOWN',
      detail: key === undefined ? 'This route needs a secret key.' : 'The key is not one of the active secret keys.',
      fix: 'Send `Authorization: Bearer <secret key>`.',
    });
  }

  #accepts(key: string): boolean {
    const presented = digest(key);
    return this.#digests.some((known) => timingSafeEqual(known, presented));
  }
}

export class SecretKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: SecretKeys,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<Access | undefined>(accessKey, targets) === 'public') return true;
    const refusal = this.keys.refusalOf(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization);
    if (refusal) throw refusal;
    return true;
  }
}

/** For routes that stand directly on Fastify, which Nest does not guard: those that ask for it (`config: { access: 'secret' }`). */
export function guardRoutes(fastify: FastifyInstance, keys: SecretKeys): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    const isGuarded = request.routeOptions.config.access === 'secret';
    const refusal = isGuarded ? keys.refusalOf(request.headers.authorization) : undefined;
    if (refusal) sendProblem(reply, refusal.parts);
    else next();
  });
}

const digest = (key: string): Buffer => createHash('sha256').update(key).digest();

/** `Bearer <key>`, or the user part of Basic. */
export function presentedKey(authorization: string | undefined): string | undefined {
  const [scheme = '', credentials] = (authorization ?? '').split(' ', 2);
  if (credentials === undefined || credentials === '') return undefined;
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const [user] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1);
  return user === '' ? undefined : user;
}
