/** Checks DTOs with class-validator; every violation is named by its place. Control plane only: events have their own, faster checks. */
import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldError } from './problem.ts';

export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (violations) => {
      const errors = violations.flatMap((violation) => fieldErrors(violation, ''));
      return new Problem({
        status: 400,
        code: 'VALIDATION_FAILED',
        detail: errors.map((error) => `${error.at}: ${error.message}`).join('; '),
        fix: 'Correct the named fields; /v1/openapi.json shows what the route takes.',
        errors,
      });
    },
  });
}

function fieldErrors(violation: ValidationError, parent: string): FieldError[] {
  const at = `${parent}/${violation.property}`;
  const message = mostTelling(violation.constraints ?? {});
  const own = message === undefined ? [] : [{ at, message }];
  return [...own, ...(violation.children ?? []).flatMap((child) => fieldErrors(child, at))];
}

/** Of what is no text nobody wants to hear that it is too short. */
const kinds = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isObject'];

function mostTelling(constraints: Readonly<Record<string, string>>): string | undefined {
  const kind = kinds.find((name) => name in constraints);
  return kind === undefined ? Object.values(constraints)[0] : constraints[kind];
}
