/**
 * A file whose content only a passphrase, or a device key, opens: `vault.json` and `authority.json`. The content is
 * sealed with a random data key, and each way in is a lock that holds a copy of the data key:
 *
 *     passphrase ─scrypt→ key-encryption key ─AES-256-GCM→ data key ─AES-256-GCM→ content (JSON)
 *     device key ─HKDF-SHA256→ key-encryption key ─AES-256-GCM→ the same data key
 */
import { hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { canonical } from '#shared/protocol/event.ts';
import { base64UrlSchema } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { openBytes, sealBytes } from './aead.ts';
import { readIfPresent, writeFileAtomically } from './atomic-file.ts';
import { sha256 } from './digest.ts';

/** scrypt (RFC 7914): costs N (a power of 2), r and p. Memory is 128·N·r bytes. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** About 0.2 s and 32 MiB on an ordinary office computer. */
export const SCRYPT_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };
/** For a demo, whose passphrase and passwords stand on its screens: about 0.01 s. */
export const DEMO_COST: ScryptCost = { N: 2 ** 12, r: 8, p: 1 };

// A damaged or forged file may not ask for all the memory of the machine: 1 GiB at most.
const scryptSchema = z
  .object({ N: z.int().min(2), r: z.int().min(1).max(32), p: z.int().min(1).max(16), salt: base64UrlSchema })
  .refine(({ N, r }) => Number.isInteger(Math.log2(N)) && 128 * N * r <= 2 ** 30);

const bodySchema = z.object({
  format: z.string(),
  passphrase: z.object({ scrypt: scryptSchema, dataKey: base64UrlSchema }),
  device: z.object({ dataKey: base64UrlSchema }).optional(),
  content: base64UrlSchema,
});
type Body = z.infer<typeof bodySchema>;

/** The checksum tells a damaged file from a wrong passphrase; what keeps the content honest are the tags. */
const fileSchema = bodySchema.extend({ checksum: base64UrlSchema });

const KEY_BYTES = 32;

/** An open sealed file: holds the data key, and writes. */
export interface SealedFile<Content> {
  /** As read at opening, or as last written. */
  readonly content: () => Content;
  /** Replaces the content; durable when it returns. Updates happen one after another, each from what the last one left. */
  readonly update: (next: (content: Content) => Content) => Promise<void>;
  readonly changePassphrase: (passphrase: string, cost: ScryptCost) => Promise<void>;
  /** Adds the device lock, in place of an earlier one, and returns its 32-byte secret. */
  readonly addDeviceKey: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly removeDeviceKey: () => Promise<void>;
}

/** What kind of sealed file: its place, the name and version it carries, and the schema of its content. */
export interface SealedFileKind<Content> {
  readonly fileName: string;
  readonly format: string;
  readonly schema: z.ZodType<Content>;
}

function derivePassphraseKey(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Uint8Array> {
  // Node refuses above `maxmem`, whose default is exactly what N = 2^14, r = 8 need.
  const maxmem = 128 * r * (N + p) + 2 ** 20;
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function deriveDeviceKey(secret: Uint8Array, format: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `${format} device`, KEY_BYTES));
}

async function lockWithPassphrase(dataKey: Uint8Array, passphrase: string, cost: ScryptCost, format: string) {
  const salt = randomBytes(16);
  const key = await derivePassphraseKey(passphrase, salt, cost);
  const { N, r, p } = cost;
  return {
    scrypt: { N, r, p, salt: toBase64Url(salt) },
    dataKey: toBase64Url(sealBytes(key, dataKey, `${format} passphrase`)),
  };
}

/** Creates the file; fails with `wrong-state` when there is one, `field-missing` when the passphrase is empty. */
export async function createSealedFile<Content>(
  path: string,
  kind: SealedFileKind<Content>,
  passphrase: string,
  cost: ScryptCost,
  content: Content,
): Promise<Result<SealedFile<Content>>> {
  if (passphrase === '') return fail('field-missing', 'passphrase');
  if ((await readIfPresent(path)) !== undefined) return fail('wrong-state', kind.fileName);
  const dataKey = randomBytes(KEY_BYTES);
  const lock = await lockWithPassphrase(dataKey, passphrase, cost, kind.format);
  const file = holdSealedFile(path, kind, dataKey, { format: kind.format, passphrase: lock, content: '' }, content);
  await file.update((same) => same);
  return ok(file);
}

/** Fails with `wrong-passphrase`, `vault-damaged`, or `not-found` when there is no such file. */
export async function openSealedFile<Content>(
  path: string,
  kind: SealedFileKind<Content>,
  unlock: { readonly passphrase: string } | { readonly deviceKey: Uint8Array },
): Promise<Result<SealedFile<Content>>> {
  const text = await readIfPresent(path);
  if (text === undefined) return fail('not-found', kind.fileName);
  const body = parseFile(text, kind.format);
  if (!body) return fail('vault-damaged', kind.fileName);
  const dataKey = await ('passphrase' in unlock
    ? unlockWithPassphrase(body, unlock.passphrase)
    : unlockWithDeviceKey(body, unlock.deviceKey));
  if (!dataKey) return fail('wrong-passphrase');
  const content = openContent(body, dataKey, kind.schema);
  if (content === undefined) return fail('vault-damaged', kind.fileName);
  return ok(holdSealedFile(path, kind, dataKey, body, content));
}

function parseFile(text: string, format: string): Body | undefined {
  try {
    const { checksum, ...body } = fileSchema.parse(JSON.parse(text));
    return body.format === format && checksum === checksumOf(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function checksumOf(body: Body): string {
  return toBase64Url(sha256(utf8(canonical(body))));
}

async function unlockWithPassphrase(body: Body, passphrase: string): Promise<Uint8Array | undefined> {
  const { scrypt: cost, dataKey } = body.passphrase;
  const key = await derivePassphraseKey(passphrase, fromBase64Url(cost.salt) ?? new Uint8Array(), cost);
  return openBytes(key, fromBase64Url(dataKey) ?? new Uint8Array(), `${body.format} passphrase`);
}

function unlockWithDeviceKey(body: Body, secret: Uint8Array): Uint8Array | undefined {
  const sealed = body.device && fromBase64Url(body.device.dataKey);
  return sealed && openBytes(deriveDeviceKey(secret, body.format), sealed, `${body.format} device`);
}

function openContent<Content>(body: Body, dataKey: Uint8Array, schema: z.ZodType<Content>): Content | undefined {
  const opened = openBytes(dataKey, fromBase64Url(body.content) ?? new Uint8Array(), `${body.format} content`);
  const parsed = opened && schema.safeParse(JSON.parse(fromUtf8(opened)));
  return parsed?.success ? parsed.data : undefined;
}

function holdSealedFile<Content>(
  path: string,
  kind: SealedFileKind<Content>,
  dataKey: Uint8Array,
  initialBody: Body,
  initialContent: Content,
): SealedFile<Content> {
  const { format } = kind;
  let state = { body: initialBody, content: initialContent };
  let last: Promise<unknown> = Promise.resolve();
  type State = typeof state;

  function change(next: (from: State) => State | Promise<State>): Promise<void> {
    const written = writeAfter(last, next);
    last = Promise.allSettled([written]);
    return written;
  }

  /** A failed write leaves the state as it was. */
  async function writeAfter(before: Promise<unknown>, next: (from: State) => State | Promise<State>): Promise<void> {
    await before;
    const changed = await next(state);
    const text = JSON.stringify({ ...changed.body, checksum: checksumOf(changed.body) }, undefined, 2);
    await writeFileAtomically(path, `${text}\n`);
    state = changed;
  }

  return {
    content: () => state.content,
    update: (next) =>
      change(({ body, content: from }) => {
        const content = next(from);
        const sealed = sealBytes(dataKey, utf8(JSON.stringify(content)), `${format} content`);
        return { body: { ...body, content: toBase64Url(sealed) }, content };
      }),
    changePassphrase: (passphrase, cost) =>
      change(async ({ body, content }) => {
        const lock = await lockWithPassphrase(dataKey, passphrase, cost, format);
        return { body: { ...body, passphrase: lock }, content };
      }),
    addDeviceKey: async () => {
      const secret = new Uint8Array(randomBytes(KEY_BYTES));
      const sealed = sealBytes(deriveDeviceKey(secret, format), dataKey, `${format} device`);
      await change(({ body, content }) => ({ body: { ...body, device: { dataKey: toBase64Url(sealed) } }, content }));
      return secret;
    },
    removeDeviceKey: () => change(({ body, content }) => ({ body: { ...body, device: undefined }, content })),
  };
}
