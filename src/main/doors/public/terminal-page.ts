/**
 * The page of sealed orders at a credit company's public door: one file, the same for everybody, whose fingerprint stands
 * in the party card. The door only hands it out; what the page does, it does in the customer's browser.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { toBase64Url } from '#shared/bytes.ts';
import { sha256 } from '#main/vault/index.ts';

export interface TerminalPage {
  readonly bytes: Buffer;
  /** SHA-256, base64url: `terminal` of the party card. */
  readonly fingerprint: string;
  /** What the page says of itself, to be said by the server as well. */
  readonly policy: string;
}

const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/;

/** Read once: what the card names stays what is served, also when the folder is built anew. @param assets built pages */
export async function readTerminalPage(assets: string): Promise<TerminalPage | undefined> {
  const bytes = await readFile(join(assets, 'terminal.html')).catch(() => undefined);
  const policy = bytes && POLICY.exec(bytes.toString('utf8'))?.[1];
  return bytes && policy !== undefined ? { bytes, policy, fingerprint: toBase64Url(sha256(bytes)) } : undefined;
}

/** `/terminal`, and the same bytes as a file to keep. */
export function addTerminalPage(door: FastifyInstance, { bytes, policy }: TerminalPage): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${policy}; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
  };
  door.get('/terminal', (_, reply) => reply.headers(headers).send(bytes));
  door.get('/terminal/file', (_, reply) =>
    reply.headers({ ...headers, 'content-disposition': 'attachment; filename="tokumei-terminal.html"' }).send(bytes),
  );
}
