/** Scans that did not open, with pictures full of marks: nobody knows what stands on what a clerk drops there. */
import { concatBytes, utf8 } from '#shared/bytes.ts';
import { finishDocument, openDocument } from '#main/printing/document.ts';
import type { CoreRole } from '../demo/demo-party.ts';
import type { MarkBook } from './marks.ts';
import type { Play, Stage } from './stage.ts';

export const EXCEPTION_PLAYS: Readonly<Record<string, Play>> = {
  'scans that did not open, at every workbench': playExceptions,
};

/** Points: the larger a page, the longer it is looked at for a code. */
const PAGE: [width: number, height: number] = [200, 60];

/** A file as base64 that looks like paper: marked words that are drawn on it, and others behind its end. */
export async function drawPicture(book: MarkBook): Promise<string> {
  const document = openDocument('2026-01-01');
  const pdf = await finishDocument(document, () => {
    document.addPage({ size: PAGE, margin: 10 }).font('regular').text(book.japanese('photo'));
  });
  return Buffer.from(concatBytes(pdf, utf8(`% ${book.latin('photo')}\n`))).toString('base64');
}

async function playExceptions(stage: Stage): Promise<void> {
  const { book, group } = stage;
  const { mall, credit, carrier } = group.parties;
  const refused = [
    await carrier.desk.call('station.scan-file', { file: await drawPicture(book), step: 'accept' }),
    await credit.desk.call('forwarding.read-file', { file: await drawPicture(book) }),
  ];
  if (refused.some(({ ok }) => ok)) throw new Error('something was read off a page without a code');
  await mall.desk.ask('exceptions.file', {
    place: 'packing',
    code: 'scan-unreadable',
    picture: { type: 'application/pdf', picture: await drawPicture(book) },
  });
  for (const role of ['mall', 'credit', 'carrier'] as const) await decideAll(stage, role);
}

async function decideAll({ group }: Stage, role: CoreRole): Promise<void> {
  const { desk } = group.parties[role];
  const open = (await desk.ask('exceptions.list', { states: ['open'], limit: 100 })).rows;
  if (!open.some(({ hasPicture }) => hasPicture)) throw new Error('a refused scan left no picture');
  for (const { id, hasPicture } of open) {
    if (hasPicture) await desk.ask('exceptions.picture', { id });
    await desk.ask('exceptions.decide', { id, decision: 'put-aside' });
  }
  await desk.ask('exceptions.list', { states: ['decided'], limit: 100 });
}
