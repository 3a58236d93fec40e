/** Cookies of one host: `__Host-` (RFC 6265bis §4.1.3.2), HttpOnly, Secure, SameSite=Lax, gone with the browser session. */
import type { FastifyReply, FastifyRequest } from 'fastify';

const prefix = '__Host-';

/** The shop's: a browser's place in its order. */
export const ORDER_COOKIE = 'order';

export function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === prefix + name && value !== undefined && /^[A-Za-z0-9_-]+$/.test(value)) return value;
  }
  return undefined;
}

/** `value`: letters, digits, `-` and `_` alone, as tokens are. */
export function writeCookie(reply: FastifyReply, name: string, value: string): void {
  // Fastify adds to `set-cookie` headers instead of replacing them.
  void reply.header('set-cookie', `${prefix}${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`);
}

export function clearCookie(reply: FastifyReply, name: string): void {
  void reply.header('set-cookie', `${prefix}${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`);
}
