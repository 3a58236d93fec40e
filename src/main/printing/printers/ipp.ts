/** As much of IPP/1.1 (RFC 8010, 8011) as printing through CUPS takes: encode a request, send it, decode the answer. */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { userInfo } from 'node:os';
import { fail, ok, type Result } from '#shared/result.ts';

export const OPERATIONS = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getPrinterAttributes: 0x000b,
  getPrinters: 0x4002,
} as const;

const TAGS = {
  integer: 0x21,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
} as const;
export type IppAttribute = readonly [tag: keyof typeof TAGS, name: string, ...values: (string | number)[]];

export interface IppRequest {
  readonly operation: keyof typeof OPERATIONS;
  /** After charset and language; the target first. */
  readonly attributes: readonly IppAttribute[];
  readonly jobAttributes?: readonly IppAttribute[];
  readonly document?: Uint8Array;
}

export type IppGroup = Readonly<Record<string, readonly (string | number)[]>>;

export interface IppAnswer {
  /** Below 0x0100: done. */
  readonly status: number;
  /** Jobs and printers, in order. */
  readonly groups: readonly IppGroup[];
}

const OPERATION_GROUP = 0x01;
const JOB_GROUP = 0x02;
const END = 0x03;

function encodeAttribute([tag, name, ...values]: IppAttribute): Buffer {
  return Buffer.concat(
    values.map((value, at) => {
      // Further values of one attribute come without its name.
      const key = Buffer.from(at === 0 ? name : '');
      const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.alloc(4);
      if (typeof value === 'number') bytes.writeInt32BE(value);
      const head = Buffer.alloc(3);
      head[0] = TAGS[tag];
      head.writeUInt16BE(key.length, 1);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return Buffer.concat([head, key, length, bytes]);
    }),
  );
}

export function encodeIpp({ operation, attributes, jobAttributes = [], document }: IppRequest): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0101);
  head.writeUInt16BE(OPERATIONS[operation], 2);
  head.writeUInt32BE(1, 4);
  return Buffer.concat([
    head,
    Buffer.of(OPERATION_GROUP),
    encodeAttribute(['charset', 'attributes-charset', 'utf-8']),
    encodeAttribute(['language', 'attributes-natural-language', 'en']),
    ...attributes.map(encodeAttribute),
    ...(jobAttributes.length > 0 ? [Buffer.of(JOB_GROUP), ...jobAttributes.map(encodeAttribute)] : []),
    Buffer.of(END),
    ...(document === undefined ? [] : [document]),
  ]);
}

/** Throws a `RangeError` on an answer that ends too early. */
export function decodeIpp(bytes: Buffer): IppAnswer {
  const groups: Record<string, (string | number)[]>[] = [];
  let at = 8;
  let group = 0;
  let name = '';
  for (let tag = bytes.readUInt8(at++); tag !== END; tag = bytes.readUInt8(at++)) {
    if (tag < 0x10) {
      group = tag;
      if (group !== OPERATION_GROUP) groups.push({});
      continue;
    }
    const nameLength = bytes.readUInt16BE(at);
    if (nameLength > 0) name = bytes.toString('utf8', at + 2, at + 2 + nameLength);
    at += 2 + nameLength;
    const length = bytes.readUInt16BE(at);
    at += 2;
    const isNumber = (tag === 0x21 || tag === 0x22 || tag === 0x23) && length > 0;
    const value = isNumber ? bytes.readIntBE(at, length) : bytes.toString('utf8', at, at + length);
    at += length;
    if (group !== OPERATION_GROUP) (groups.at(-1)![name] ??= []).push(value);
  }
  return { status: bytes.readUInt16BE(2), groups };
}

const SOCKETS = ['/run/cups/cups.sock', '/var/run/cups/cups.sock'];

/** Where this computer's CUPS listens, as its own programs find it. */
function cupsAddress(): { readonly socketPath: string } | { readonly host: string; readonly port: number } {
  const named = process.env['CUPS_SERVER'];
  if (named?.startsWith('/')) return { socketPath: named };
  if (named !== undefined && named !== '') {
    const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(named.replace(/\/.*$/, ''))!;
    return { host: host!, port: Number(port ?? 631) };
  }
  const socketPath = SOCKETS.find((path) => existsSync(path));
  return socketPath === undefined ? { host: 'localhost', port: 631 } : { socketPath };
}

const ANSWER_MS = 15_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Fails with `printer-offline` when CUPS is not there or does not answer, `printer-refused` when it says no to all. */
export function askIpp(path: string, order: IppRequest): Promise<Result<IppAnswer>> {
  return new Promise((resolve) => {
    const lost = (): void => resolve(fail('printer-offline'));
    const body = encodeIpp(order);
    const headers = { 'content-type': 'application/ipp', 'content-length': body.length, host: 'localhost' };
    const call = request(
      { ...cupsAddress(), path, method: 'POST', headers, timeout: ANSWER_MS, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length > MOST_BYTES) call.destroy();
        });
        response.on('error', lost);
        response.on('close', lost);
        response.on('end', () => {
          if (response.statusCode !== 200) return resolve(fail('printer-refused', `HTTP ${response.statusCode}`));
          try {
            resolve(ok(decodeIpp(Buffer.concat(chunks))));
          } catch {
            lost();
          }
        });
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', lost);
    call.end(body);
  });
}

/** Who the job is from; CUPS asks for a name. The account that the service runs under, never a clerk. */
export function requestingUser(): IppAttribute {
  return ['name', 'requesting-user-name', userInfo().username];
}
