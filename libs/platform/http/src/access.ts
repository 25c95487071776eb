/** Who may call a route. Nothing is open unless it says so. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

const accessKey = 'tributary:access';

/** `secret` (the default): a secret key is required. `public`: anyone, or the route checks by itself. */
export type Access = 'secret' | 'public';
export const Access = (access: Access): ClassDecorator & MethodDecorator => SetMetadata(accessKey, access);

export class SecretKeyGuard implements CanActivate {
  readonly #digests: readonly Buffer[];

  /** Two keys may be active at once, for rotation. */
  constructor(
    private readonly reflector: Reflector,
    secretKeys: readonly string[],
  ) {
    this.#digests = secretKeys.map(digest);
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<Access | undefined>(accessKey, targets) === 'public') return true;
    const key = presentedKey(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization);
    if (key !== undefined && this.#accepts(key)) return true;
    throw new Problem({
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
