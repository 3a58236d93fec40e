/** Where a party could keep something, as files: its data folder and the evidence that was taken beside it. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import PostalMime from 'postal-mime';
import { utf8 } from '#shared/bytes.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { readCodes } from '#main/labels/index.ts';
import { readStoredValues } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { FILES } from '#main/config.ts';
import { STATION_FILES } from '#main/station-config.ts';
import { PARTY_PLACES, type PartyName, type Place, type StationName } from './rules.ts';

/** Something to be looked through as one. */
export interface Piece {
  readonly place: Place;
  /** A path within the party's folder, `table.column`, or the name of the evidence. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Places that no file of the party itself stands for. */
const EVIDENCE = [
  'traffic',
  'handed',
  'posted',
  'parts',
  'scan',
  'pictures',
  'line',
  'exports',
  'desk',
  'pages',
  'form',
  'output',
  'process',
] as const;
export type EvidencePlace = (typeof EVIDENCE)[number];

/** Of those that are no party of an order. */
const FOLDERS_OF_GROUP: Readonly<Partial<Record<PartyName, string>>> = {
  authority: 'ca',
  centre: 'keycentre',
  newcomer: 'newcomer.setup',
};

export function partyFolder(group: string, party: PartyName): string {
  return join(group, FOLDERS_OF_GROUP[party] ?? party);
}

/** What the group's mail server received, all of it from the credit company. */
export function mailFolder(group: string): string {
  return join(group, 'mail');
}

function sendsMails(party: PartyName): boolean {
  return PARTY_PLACES[party].includes('mails');
}

/** Evidence lies beside the party's folder: the party itself must not find it. */
export function evidenceFile(group: string, party: PartyName, place: EvidencePlace): string {
  const name = place === 'traffic' ? 'partner-traffic.jsonl' : `${place}.log`;
  return `${partyFolder(group, party)}-${name}`;
}

/** Where a printer of the party's puts what it is given. */
export function printedFolder(group: string, party: PartyName): string {
  return `${partyFolder(group, party)}-printed`;
}

/** A station's folder as it was while the station was cut off. */
export function cutOffFolder(group: string, party: StationName): string {
  return `${partyFolder(group, party)}-cut-off`;
}

interface Root {
  readonly folder: string;
  /** All that lies in it; else each file's name says what it is. */
  readonly place?: Place;
}

/** Folders that hold anything of a party. */
function rootsOf(group: string, party: PartyName): readonly Root[] {
  const folder = partyFolder(group, party);
  const places = PARTY_PLACES[party];
  return [
    { folder },
    { folder: `${folder}-temporary` },
    ...(places.includes('printed') ? [{ folder: printedFolder(group, party), place: 'printed' as const }] : []),
    ...(places.includes('cut-off')
      ? [{ folder: cutOffFolder(group, party as StationName), place: 'cut-off' as const }]
      : []),
  ];
}

/** Paths of everything that belongs to a party, evidence included; they need not be there. */
export function partyPaths(group: string, party: PartyName): string[] {
  const places = EVIDENCE.filter((place) => PARTY_PLACES[party].includes(place));
  const mails = sendsMails(party) ? [mailFolder(group)] : [];
  const folders = rootsOf(group, party).map(({ folder }) => folder);
  return [...folders, ...mails, ...places.map((place) => evidenceFile(group, party, place))];
}

/** Paths of what may hold pieces of one place; they need not be there. */
export function placePaths(group: string, party: PartyName, place: Place): string[] {
  if (isEvidence(place)) return [evidenceFile(group, party, place)];
  if (place === 'mails' || place === 'letters') return [mailFolder(group)];
  const ofPlace = rootsOf(group, party).filter((root) => root.place === place);
  const roots = ofPlace.length > 0 ? ofPlace : rootsOf(group, party).filter((root) => root.place === undefined);
  return roots.map(({ folder }) => folder);
}

function isEvidence(place: Place): place is EvidencePlace {
  return (EVIDENCE as readonly Place[]).includes(place);
}

/** All pieces of a party, or those of one place. */
export async function* readPieces(group: string, party: PartyName, only?: Place): AsyncGenerator<Piece> {
  const isWanted = (place: Place): boolean => only === undefined || place === only;
  for (const root of rootsOf(group, party)) {
    for (const path of await listFiles(root.folder)) {
      const name = relative(root.folder, path).replaceAll(sep, '/');
      const place = root.place ?? placeOfFile(name);
      if (DATABASES.includes(name)) {
        for (const value of readValues(path)) {
          const ofOrders = PARTY_PLACES[party].includes('orders') && !CATALOGUE.has(value.table);
          const where = ofOrders ? 'orders' : place;
          if (isWanted(where)) yield { ...value, place: where };
        }
      }
      if (!isWanted(place)) continue;
      yield { place, name: 'the name of a file', bytes: utf8(name) };
      const bytes = await readIfThere(path);
      if (bytes === undefined) continue;
      yield { place, name, bytes };
      if (isPaper(place) && name.endsWith('.pdf')) yield* readLabelCodes(place, name, bytes);
    }
  }
  for await (const piece of sendsMails(party) ? readMails(group) : []) {
    if (only === undefined || piece.place === only) yield piece;
  }
  for (const place of EVIDENCE) {
    if (only !== undefined && place !== only) continue;
    const path = evidenceFile(group, party, place);
    if (existsSync(path)) yield { place, name: place, bytes: await readFile(path) };
  }
}

/** A running party takes files away; one that is there and can't be read must not pass for having been searched. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function listFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Files whose first folder says what they are. */
const FOLDERS: Readonly<Record<string, Place>> = { logs: 'logs', 'product-files': 'files', packages: 'packages' };

const DATABASES: readonly string[] = [FILES.database, STATION_FILES.database];

/** Tables in which a mall names its products: what it sells, what a visitor has in the basket, and its settings. */
const CATALOGUE: ReadonlySet<string> = new Set([
  'product',
  'product_file',
  'product_picture',
  'picture',
  'catalogue_import',
  'catalogue_import_row',
  'shop_session',
  'setting',
]);

function isPaper(place: Place): boolean {
  return place === 'labels' || place === 'printed';
}

function placeOfFile(name: string): Place {
  if (DATABASES.includes(name)) return 'database';
  if (DATABASES.some((database) => name === `${database}-wal`)) return 'wal';
  const folder = name.split('/')[0]!;
  if (folder !== FILES.spool) return FOLDERS[folder] ?? 'folder';
  return /-slip\.[a-z.]+$/.test(name) ? 'slips' : 'labels';
}

/** Value by value, each once per column: a long one is broken over pages in the file, a deflated one begins there. */
function* readValues(database: string): Generator<Omit<Piece, 'place'> & { readonly table: string }> {
  const seen = new Set<string>();
  for (const { table, column, bytes } of readStoredValues(database)) {
    const name = `${table}.${column}`;
    const key = `${name} ${Buffer.from(bytes).toString('latin1')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield { table, name, bytes };
  }
}

/** By digest: taking a large mail apart is slow. */
const mails = new Map<string, readonly Piece[]>();

async function* readMails(group: string): AsyncGenerator<Piece> {
  const folder = mailFolder(group);
  for (const path of await listFiles(folder)) {
    const bytes = await readFile(path);
    const digest = Buffer.from(sha256(bytes)).toString('base64');
    const pieces = mails.get(digest) ?? (await takeApart(relative(folder, path), bytes));
    mails.set(digest, pieces);
    yield* pieces;
  }
}

/** As it stands, and as a mail program shows it. */
async function takeApart(name: string, bytes: Uint8Array): Promise<readonly Piece[]> {
  const {
    headers,
    text = '',
    html = '',
    attachments,
  } = await PostalMime.parse(bytes, {
    attachmentEncoding: 'arraybuffer',
  });
  const bringsGoods = attachments.some(({ filename }) => filename?.endsWith('.tokumei')) || /\/goods\//.test(text);
  const place = bringsGoods ? 'mails' : 'letters';
  const shown = [...headers.map(({ key, value }) => `${key}: ${value}`), text, html];
  return [
    { place, name, bytes },
    { place, name: `${name}: text`, bytes: utf8(shown.join('\n')) },
    ...attachments.flatMap(({ filename, content }): Piece[] => [
      { place, name: `${name}: the name of an attachment`, bytes: utf8(filename ?? '') },
      { place, name: `${name}: attachment`, bytes: new Uint8Array(content as ArrayBuffer) },
    ]),
  ];
}

/** By digest: reading is slow, and labels do not change. */
const codes = new Map<string, readonly Uint8Array[]>();

/** The digits of the codes on a label and the bytes that they stand for: nobody sees either with the naked eye. */
async function* readLabelCodes(place: Place, name: string, pdf: Uint8Array): AsyncGenerator<Piece> {
  const digest = Buffer.from(sha256(pdf)).toString('base64');
  let texts = codes.get(digest);
  if (texts === undefined) {
    const read = await readCodes(pdf);
    texts = (read.ok ? read.value : []).flatMap(({ text }) => {
      const parsed = parseLabelText(text);
      return parsed.ok ? [utf8(text), parsed.value.envelope] : [utf8(text)];
    });
    codes.set(digest, texts);
  }
  for (const bytes of texts) yield { place, name: `${name}: codes`, bytes };
}
