/**
 * The search proves itself: for every place of every party it plants all that it claims to find into a copy of the
 * real thing, with the real means – rows by the database, streams by the PDF writer – and must report each.
 */
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { utf8 } from '#shared/bytes.ts';
import { mod11_10 } from '#shared/domain/number.ts';
import { ENVELOPE_LENGTHS } from '#shared/protocol/envelope.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import { drawLabelPdf } from '#main/labels/index.ts';
import { finishDocument, openDocument } from '#main/printing/document.ts';
import { visitSqliteStorage, type Writable } from '#main/storage/index.ts';
import { FILES } from '#main/config.ts';
import { STATION_FILES } from '#main/station-config.ts';
import { type Encoding, ENCODINGS } from './encodings.ts';
import { type Examine, type Hit, openExaminer } from './examine.ts';
import {
  cutOffFolder,
  evidenceFile,
  mailFolder,
  partyFolder,
  partyPaths,
  placePaths,
  printedFolder,
  readPieces,
} from './places.ts';
import { makePlants, type Plant, type PlantSet } from './plants.ts';
import { PARTY_PLACES, type PartyName, type Place, type StationName } from './rules.ts';
import { indexMarks } from './search.ts';

export interface Proof {
  readonly planted: number;
  readonly caught: number;
  /** `party, place: what was not found`. */
  readonly missed: readonly string[];
  /** Found and not planted. */
  readonly strange: number;
}

export function isProved({ planted, missed, strange }: Proof): boolean {
  return planted > 0 && missed.length === 0 && strange === 0;
}

/** Two proofs as one. */
export function joinProofs(one: Proof, other: Proof): Proof {
  return {
    planted: one.planted + other.planted,
    caught: one.caught + other.caught,
    missed: [...one.missed, ...other.missed],
    strange: one.strange + other.strange,
  };
}

/**
 * @param group the group's folder after its processes have stopped; copies are made beside it and taken away again
 * @param encodings what the search knows; all, unless a test wants to see what is missed without some
 */
export async function proveSearch(
  group: string,
  parties: readonly PartyName[],
  encodings: readonly Encoding[] = ENCODINGS,
): Promise<Proof> {
  const set = makePlants();
  const examine = openExaminer(indexMarks(allMarks(set), encodings));
  let planted = 0;
  let strange = 0;
  const missed: string[] = [];
  for (const party of parties) {
    for (const place of PARTY_PLACES[party]) {
      const copy = `${group}-copy`;
      // Of the real thing as much as has to do with the place.
      await copyPaths(placePaths(group, party, place), placePaths(copy, party, place));
      const wanted = await plantAll(copy, party, place, set);
      const hits = await findAll(copy, party, place, examine);
      planted += wanted.length;
      missed.push(...missedOf(wanted, hits).map((name) => `${party}, ${place}: ${name}`));
      strange += strangeOf(wanted, hits);
      await rm(copy, { recursive: true, force: true });
    }
  }
  return { planted, caught: planted - missed.length, missed, strange };
}

function allMarks({ plants, decoys, drawn, coded }: PlantSet): PlantSet['decoys'] {
  return [...new Set([...plants.map(({ mark }) => mark), ...decoys, drawn, coded])];
}

export function copyParty(group: string, copy: string, party: PartyName): Promise<void> {
  return copyPaths(partyPaths(group, party), partyPaths(copy, party));
}

async function copyPaths(sources: readonly string[], targets: readonly string[]): Promise<void> {
  for (const [at, path] of sources.entries()) {
    await mkdir(dirname(targets[at]!), { recursive: true });
    if (existsSync(path)) await cp(path, targets[at]!, { recursive: true });
  }
}

async function findAll(group: string, party: PartyName, place: Place, examine: Examine): Promise<Hit[]> {
  const hits: Hit[] = [];
  for await (const { bytes } of readPieces(group, party, place)) hits.push(...(await examine(bytes)));
  return hits;
}

type Wanted = Pick<Plant, 'name' | 'mark' | 'isCaughtBy'>;

function missedOf(wanted: readonly Wanted[], hits: readonly Hit[]): string[] {
  const isCaught = ({ mark, isCaughtBy }: Wanted): boolean => hits.some((hit) => hit.mark === mark && isCaughtBy(hit));
  return wanted.filter((plant) => !isCaught(plant)).map(({ name }) => name);
}

function strangeOf(wanted: readonly Wanted[], hits: readonly Hit[]): number {
  const expected = new Set(wanted.map(({ mark }) => mark));
  return hits.filter(({ mark }) => !expected.has(mark)).length;
}

/** Returns what has to be found. */
async function plantAll(copy: string, party: PartyName, place: Place, set: PlantSet): Promise<readonly Wanted[]> {
  const folder = partyFolder(copy, party);
  const wanted: Wanted[] = set.plants.filter(({ mark }) => !set.decoys.includes(mark));
  switch (place) {
    case 'database':
      await plantInDatabase(folder, set.plants, false);
      return wanted;
    case 'orders':
      await plantInDatabase(folder, set.plants, false, TRAIL);
      return wanted;
    case 'wal':
      await plantInDatabase(folder, set.plants, true);
      return wanted;
    case 'cut-off':
      await plantInDatabase(cutOffFolder(copy, party as StationName), set.plants, true);
      return wanted;
    case 'printed':
      await plantAsFiles(printedFolder(copy, party), set.plants);
      await plantInPaper(join(printedFolder(copy, party), 'planted.pdf'), set);
      await plantInCode(join(printedFolder(copy, party), 'planted-code.pdf'), set);
      return [...wanted, drawnText(set), codedText(set)];
    case 'logs':
      await plantInFile(join(folder, 'logs/tokumei.log'), set.plants);
      return wanted;
    case 'folder':
      await plantAsFiles(folder, set.plants);
      return wanted;
    case 'files':
      await plantAsFiles(join(folder, 'product-files'), set.plants);
      return wanted;
    case 'packages':
      await plantAsFiles(join(folder, 'packages'), set.plants);
      return wanted;
    case 'mails':
    case 'letters':
      await plantInMail(mailFolder(copy), set, place === 'mails' ? 'tokumei' : 'bin');
      return [...wanted, drawnMail(set)];
    case 'labels':
      await plantInPaper(join(folder, FILES.spool, 'planted.pdf'), set);
      await plantInCode(join(folder, FILES.spool, 'planted-code.pdf'), set);
      return [...wanted, drawnText(set), codedText(set)];
    case 'slips':
      await plantInPaper(join(folder, FILES.spool, 'planted-slip.pdf'), set);
      return [...wanted, drawnText(set)];
    default:
      await plantInFile(evidenceFile(copy, party, place), set.plants);
      return wanted;
  }
}

function drawnMail({ drawn }: PlantSet): Wanted {
  return { name: 'text of a mail', mark: drawn, isCaughtBy: (hit) => hit.through.length === 0 };
}

function drawnText({ drawn }: PlantSet): Wanted {
  return { name: 'drawn text', mark: drawn, isCaughtBy: (hit) => hit.through.at(-1) === 'drawn text' };
}

function codedText({ coded }: PlantSet): Wanted {
  return { name: 'in a code', mark: coded, isCaughtBy: () => true };
}

export interface SettingTable {
  setting: { name: string; value: Uint8Array };
}

/** What every database has a table for. */
interface PlantedTables extends SettingTable {
  station_note: { name: string; content: Uint8Array };
  trail: { at: string; who: string; action: string; subject: string; detail: Uint8Array };
}

type PlantRow = (db: Writable<PlantedTables>, name: string, value: Uint8Array) => Promise<unknown>;

const SETTING: PlantRow = (db, name, value) => db.insertInto('setting').values({ name, value }).execute();
const NOTE: PlantRow = (db, name, value) => db.insertInto('station_note').values({ name, content: value }).execute();
const TRAIL: PlantRow = (db, subject, value) =>
  db
    .insertInto('trail')
    .values({ at: '2026-01-01T00:00:00Z', who: '-', action: '-', subject, detail: value })
    .execute();

/** Every party has settings, a station has notes. What was written last stays in the write-ahead log until it is closed. */
async function plantInDatabase(
  folder: string,
  plants: readonly Plant[],
  intoLog: boolean,
  into?: PlantRow,
): Promise<void> {
  const isStation = existsSync(join(folder, STATION_FILES.database));
  const file = join(folder, isStation ? STATION_FILES.database : FILES.database);
  const worked = intoLog ? `${file}.other` : file;
  // Of a database that was copied while it was in use, much stands in its log alone.
  for (const end of intoLog ? ['', '-wal'] : []) if (existsSync(file + end)) await cp(file + end, worked + end);
  const plantRow = into ?? (isStation ? NOTE : SETTING);
  const storage = visitSqliteStorage<PlantedTables>(worked);
  await storage.write(async (db) => {
    for (const [at, plant] of plants.entries()) {
      await plantRow(db, `planted ${at}`, Buffer.from(intoLog ? asText(plant) : plant.bytes));
    }
  });
  if (intoLog) await cp(`${worked}-wal`, `${file}-wal`);
  await storage.close();
  if (intoLog) await rm(worked);
}

function asText({ bytes, isRaw }: Plant): Uint8Array {
  return isRaw ? utf8(Buffer.from(bytes).toString('base64')) : bytes;
}

async function plantInFile(file: string, plants: readonly Plant[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  for (const plant of plants) await appendFile(file, Buffer.concat([asText(plant), utf8('\n')]));
}

async function plantAsFiles(folder: string, plants: readonly Plant[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [at, { bytes }] of plants.entries()) await writeFile(join(folder, `planted-${at}`), bytes);
}

/** As attachments, and one as text that the mail program breaks into lines of its own. */
async function plantInMail(folder: string, { plants, decoys, drawn }: PlantSet, extension: string): Promise<void> {
  const compiled = await new MailComposer({
    from: 'noreply@card.example',
    to: 'customer@mail.example',
    subject: 'planted',
    text: `${'.'.repeat(40)} ${drawn.text}`,
    // Whether a number stands within longer digits can't be seen in base64.
    attachments: plants
      .filter(({ mark }) => !decoys.includes(mark))
      .map(({ bytes }, at) => ({ filename: `${at}.${extension}`, content: Buffer.from(bytes) })),
  })
    .compile()
    .build();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'planted.eml'), compiled);
}

/** As attachments, whose streams the PDF writer deflates, and one as text. */
async function plantInPaper(file: string, { plants, drawn }: PlantSet): Promise<void> {
  const document = openDocument('2026-01-01');
  const pdf = await finishDocument(document, () => {
    document.addPage().font('regular').text(drawn.text);
    for (const [at, { bytes }] of plants.entries()) document.file(Buffer.from(bytes), { name: String(at) });
  });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, pdf);
}

/** A label whose contents code holds what it should have sealed. */
async function plantInCode(file: string, { coded }: PlantSet): Promise<void> {
  const digits = '148204771930569'.slice(0, 13);
  const label = { number: digits + mod11_10(digits), piece: 1, of: 1, copy: 1 };
  const envelope = new Uint8Array(ENVELOPE_LENGTHS[1]!);
  envelope.set(utf8(coded.text), 40);
  const contentsCode = expectOk(encodeLabelText({ kind: 'purchase', label, envelope }));
  const pdf = await drawLabelPdf({
    kind: 'shipping',
    carrier: 'carrier',
    sender: 'mall',
    label: { ...label, number: `3${digits.slice(1)}${mod11_10(`3${digits.slice(1)}`)}` },
    size: 60,
    marks: [],
    date: '2026-01-01',
    contentsCode,
  });
  await writeFile(file, expectOk(pdf));
}
