/**
 * Expected outcomes are values, not exceptions: a bad scan, a wrong state, a refused message.
 * Whatever is thrown is a bug or broken infrastructure.
 */
import type { ErrorCode } from './errors.ts';

/**
 * Why something did not happen. `about` narrows the code down for a person and never holds personal data,
 * product names or plaintext: a key id, a row number, the name of a field, a state.
 */
export interface Failure {
  readonly code: ErrorCode;
  readonly about?: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export function ok(): Result<void>;
export function ok<T>(value: T): Result<T>;
export function ok<T>(value?: T): Result<T | undefined> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, about?: string): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: about === undefined ? { code } : { code, about } };
}

/** Thrown where a caller has ruled failure out; carries the code, never a message with data in it. */
export class UnexpectedFailure extends Error {
  readonly code: ErrorCode;
  constructor(error: Failure) {
    super(error.about === undefined ? error.code : `${error.code} (${error.about})`);
    this.name = 'UnexpectedFailure';
    this.code = error.code;
  }
}

/** The value of a result that can't have failed; a failure is a bug and is thrown. */
export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new UnexpectedFailure(result.error);
  return result.value;
}
