import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fromBase64Url } from '#shared/bytes.ts';
import { decodeCardPart } from '#shared/protocol/card-part.ts';
import { decodeDestinationPart } from '#shared/protocol/destination-part.ts';
import { decodeGiftPart } from '#shared/protocol/gift-part.ts';
import { decodeGoodsPart } from '#shared/protocol/goods-part.ts';
import {
  decodeOrderPart,
  partBinding,
  readSealedPart,
  type SealedPart,
  sealerPeer,
} from '#shared/protocol/order-part.ts';
import type { Role } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { TrailAction } from '#main/audit/index.ts';
import { openVault } from '#main/vault/index.ts';
import { FILES, type PartyConfig, readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { recordOpening } from './openings.ts';
import { readIfThere } from './read-if-there.ts';

/** What a role's part has inside, and what the trail calls a look at it. */
interface Inside {
  readonly read: (body: Uint8Array) => Result<object>;
  readonly action: TrailAction;
}

export const INSIDE: Readonly<Partial<Record<Role, Inside>>> = {
  mall: { read: decodeGoodsPart, action: 'sealed.opened' },
  credit: { read: decodeCardPart, action: 'inquiry.opened' },
  carrier: { read: decodeDestinationPart, action: 'address.opened' },
  wrapper: { read: decodeGiftPart, action: 'gift.opened' },
};
/** Nobody's to look at. */
const UNSHOWN = ['password', 'tracking'];

/**
 * Opens a party's own part of a sealed order with nothing but its keys: no database, no network. Prints what stands in it
 * as JSON; any other part is refused by one error code on stderr. The opening is recorded wherever the data folder can
 * be written. A card's password and the token to follow a parcel are nobody's to look at, and are left out.
 */
export async function runOpenPart(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string' }, file: { type: 'string' } } });
  const { dir, file } = values;
  if (dir === undefined || file === undefined) {
    console.error('usage: open-part --dir DIR --file PART');
    return 2;
  }
  const opened = await openPartFile(dir, file);
  if (!opened.ok) {
    const { code, about } = opened.error;
    console.error(about === undefined ? code : `${code} ${about}`);
    return 1;
  }
  const { number, action, printed } = opened.value;
  if (!(await recordOpening(dir, { action, subject: number })))
    console.error('nothing was recorded: the data folder can’t be written');
  console.log(JSON.stringify(printed));
  return 0;
}

interface OpenedPart {
  readonly number: string;
  readonly action: TrailAction;
  readonly printed: object;
}

async function openPartFile(dir: string, file: string): Promise<Result<OpenedPart>> {
  const bytes = await readIfThere(file);
  if (!bytes) return fail('not-found', file);
  const part = readSealedPart(Buffer.from(bytes).toString('utf8'));
  if (!part.ok) return part;
  if (!existsSync(join(dir, FILES.config))) return fail('not-found', dir);
  return openOwn(dir, await readConfig(dir), part.value);
}

async function openOwn(dir: string, { id, role }: PartyConfig, part: SealedPart): Promise<Result<OpenedPart>> {
  const inside = INSIDE[role];
  if (!inside) return fail('bundle-foreign', role);
  const vault = await openVault(dir, (await askPassphrase()) ?? '');
  if (!vault.ok) return vault;
  const { number, mall, by } = part;
  const envelope = fromBase64Url(part.envelope);
  if (!envelope) return fail('bundle-invalid');
  // Bound to this party, whatever party the file names: the keys decide, not the file.
  const binding = partBinding({ party: id as SealedPart['party'], number, mall });
  const plaintext = await vault.value.open(envelope, binding, sealerPeer(by));
  const decoded = plaintext.ok ? decodeOrderPart(plaintext.value) : plaintext;
  if (!decoded.ok) return decoded;
  const { amount, expires, body } = decoded.value;
  if (decoded.value.mall !== mall) return fail('bundle-foreign', 'mall');
  const said = inside.read(body);
  if (!said.ok) return said;
  const common = { mall, number, expires: new Date(expires * 1000).toISOString(), ...(amount && { amount }) };
  const shown = Object.entries(said.value).filter(([name]) => !UNSHOWN.includes(name));
  return ok({ number, action: inside.action, printed: { ...common, ...Object.fromEntries(shown) } });
}
