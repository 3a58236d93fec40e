/** How a customer turns the pages of a large catalogue. What was searched stands in a cookie: an address would keep it in the browser's history. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { LONGEST_SEARCH } from '#main/roles/mall/shop-shelf.ts';
import { clearCookie, readCookie, writeCookie } from './cookie.ts';
import { formField } from './public-door.ts';

const COOKIE = 'search';

export function readSearch(request: FastifyRequest): string {
  const bytes = fromBase64Url(readCookie(request, COOKIE) ?? '');
  return bytes ? new TextDecoder().decode(bytes).slice(0, LONGEST_SEARCH) : '';
}

export function keepSearch(reply: FastifyReply, search: string): void {
  const text = search.trim().slice(0, LONGEST_SEARCH);
  if (text === '') clearCookie(reply, COOKIE);
  else writeCookie(reply, COOKIE, toBase64Url(utf8(text)));
}

export interface Turn {
  readonly page: number;
  /** Where it is another than before. */
  readonly search?: string;
}

/** Where the form leads instead of on with the order; `undefined` where it leads on. */
export function readTurn(body: unknown): Turn | undefined {
  const to = formField(body, 'to');
  const search = formField(body, 'search')?.trim();
  if (to === 'all') return { page: 1, search: '' };
  if (search !== undefined && (to === 'search' || search !== (formField(body, 'searched') ?? ''))) {
    return { page: 1, search };
  }
  const page = /^page:(\d{1,6})$/.exec(to ?? '')?.[1];
  return page === undefined ? undefined : { page: Number(page) };
}
