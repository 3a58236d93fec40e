/** The comparison of credit company and carrier proves itself: what is planted in copies of both must be found. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes, toHex, utf8 } from '#shared/bytes.ts';
import { formatNumber, mintNumber } from '#shared/domain/number.ts';
import { visitSqliteStorage } from '#main/storage/index.ts';
import { randomContentKey, randomDigit, randomUuid } from '#main/vault/index.ts';
import { FILES } from '#main/config.ts';
import { readCommon, STRANGERS, type Stranger } from './common-identifiers.ts';
import { partyFolder } from './places.ts';
import { copyParty, type Proof, type SettingTable } from './self-proof.ts';

interface SharedPlant {
  readonly name: string;
  /** In the one spelling. */
  readonly identifier: string;
  /** What each party writes down. */
  readonly values: Readonly<Record<Stranger, Uint8Array>>;
}

/** @param group as for `proveSearch` */
export async function proveComparison(group: string): Promise<Proof> {
  const before = new Set((await readCommon(group)).keys());
  const copy = `${group}-copy`;
  const plants = sharedPlants();
  for (const party of STRANGERS) {
    await copyParty(group, copy, party);
    await plantValues(
      join(partyFolder(copy, party), FILES.database),
      [...plants, ...innocent()].map(({ values }) => values[party]),
    );
  }
  const found = new Set([...(await readCommon(copy)).keys()].filter((identifier) => !before.has(identifier)));
  await rm(copy, { recursive: true, force: true });
  const missed = plants
    .filter(({ identifier }) => !found.has(identifier))
    .map(({ name }) => `${STRANGERS.join(' and ')}: ${name}`);
  const spellings = new Set(plants.map(({ identifier }) => identifier));
  const strange = [...found].filter((identifier) => isInnocent(identifier) && !spellings.has(identifier)).length;
  return { planted: plants.length, caught: plants.length - missed.length, missed, strange };
}

function sharedPlants(): readonly SharedPlant[] {
  const number = mintNumber('purchase', randomDigit);
  const later = mintNumber('purchase', randomDigit);
  const uuid = randomUuid();
  const hidden = randomUuid();
  const envelope = Buffer.concat([randomContentKey(), randomContentKey(), randomContentKey()]);
  const digest = Buffer.from(randomContentKey());
  const payload = Buffer.from(JSON.stringify({ jti: later, at: 1 })).toString('base64url');
  return [
    {
      name: 'a number',
      identifier: number,
      values: { credit: utf8(number), carrier: utf8(`no. ${formatNumber(number)}, once`) },
    },
    {
      name: 'a number in a JWS',
      identifier: later,
      values: { credit: utf8(`"e30.${payload}.AAAA"`), carrier: utf8(later) },
    },
    {
      name: 'a UUID',
      identifier: uuid,
      values: { credit: utf8(`{"id":"${uuid}"}`), carrier: utf8(uuid.toUpperCase()) },
    },
    {
      name: 'a UUID within a word',
      identifier: hidden,
      values: { credit: utf8(`order-${hidden}-1`), carrier: utf8(hidden) },
    },
    {
      name: 'a ciphertext',
      identifier: toHex(envelope),
      values: { credit: envelope, carrier: utf8(`{"contents":"${envelope.toString('base64url')}"}`) },
    },
    {
      name: 'a hash',
      identifier: toHex(digest),
      values: { credit: utf8(toHex(digest).toUpperCase()), carrier: utf8(digest.toString('base64')) },
    },
  ];
}

const MOMENT = '2026-01-02T03:04:05.678Z';
const PIECE = '123456789';

/** Alike at both, and tells nothing. */
function innocent(): readonly Pick<SharedPlant, 'values'>[] {
  const value = concatBytes(utf8(`{"at":"${MOMENT}","iat":1767323045,"piece":${PIECE},"state":"awaiting-payment"}`));
  return [{ values: { credit: value, carrier: value } }];
}

function isInnocent(identifier: string): boolean {
  return [MOMENT, PIECE, '1767323045', 'awaiting-payment'].includes(identifier);
}

async function plantValues(database: string, values: readonly Uint8Array[]): Promise<void> {
  const storage = visitSqliteStorage<SettingTable>(database);
  await storage.write(async (db) => {
    for (const [at, value] of values.entries()) {
      await db
        .insertInto('setting')
        .values({ name: `shared ${at}`, value: Buffer.from(value) })
        .execute();
    }
  });
  await storage.close();
}
