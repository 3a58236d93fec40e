/** What is done beside orders: a logo and pictures are brought, a first run breaks off, lists are taken out as files. */
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { concatBytes, utf8 } from '#shared/bytes.ts';
import { COMMANDS, type CommandName } from '#shared/desk/contract.ts';
import { isListInput } from '#shared/desk/list.ts';
import { expectOk } from '#shared/result.ts';
import { openSetup } from '#main/setup/index.ts';
import { useOwnAuthority } from '#main/setup/certify.ts';
import type { DeskClient } from '../demo/desk-client.ts';
import { freePort } from '../demo/demo-party.ts';
import { pngChunk } from './plants.ts';
import { rolesOf } from './recorders.ts';
import type { Play, Stage } from './stage.ts';

export const OFFICE_PLAYS: Readonly<Record<string, Play>> = {
  'a logo and pictures that say more than they show': playPictures,
  'a first run that breaks off': playFirstRun,
};

/** The first logo is made anew from its pixels, the second from its shapes; the picture is not taken. */
async function playPictures({ group, book }: Stage): Promise<void> {
  for (const role of rolesOf(group)) {
    const { desk, config } = group.parties[role]!;
    const look = { name: config.name, accent: '#264B7D' };
    await desk.ask('branding.save', { ...look, logo: base64(svgThatSays(book.latin('camera'))) });
    await desk.ask('branding.save', { ...look, logo: base64(pngThatSays(book.latin('camera'))) });
    await desk.ask('branding.read', {});
  }
  const { desk } = group.parties.mall;
  const [product] = (await desk.ask('catalogue.list', { limit: 1 })).rows;
  const picture = base64(jpegThatSays(book.latin('camera')));
  const taken = await desk.call('catalogue.add-picture', { sku: product!.sku, small: picture, large: picture });
  if (taken.ok) throw new Error('a picture was taken that says where it was made');
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function svgThatSays(said: string): Uint8Array {
  const drawing = '<rect width="8" height="8" fill="#264B7D"/>';
  return utf8(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><!-- ${said} -->` +
      `<metadata>${said}</metadata>${drawing}</svg>`,
  );
}

/** One grey point, and a comment (PNG, third edition, §11.3.3.2). */
function pngThatSays(said: string): Uint8Array {
  return concatBytes(
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    pngChunk('tEXt', utf8(`Author\0${said}`)),
    pngChunk('IDAT', deflateSync(new Uint8Array(2))),
    pngChunk('IEND', new Uint8Array()),
  );
}

/** As far as a reader comes that looks for EXIF (APP1). */
function jpegThatSays(said: string): Uint8Array {
  const extra = utf8(`Exif\0\0${said}`);
  return concatBytes(
    new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, extra.length + 2]),
    extra,
    new Uint8Array([0xff, 0xd9]),
  );
}

/** Everything is chosen and made; before it becomes a party, the computer stops. */
async function playFirstRun({ group, book }: Stage): Promise<void> {
  const passphrase = book.latin('passphrase');
  const setup = expectOk(await openSetup({ folder: join(group.folder, 'newcomer'), deskPort: await freePort() }));
  try {
    expectOk(
      await setup.describe({
        role: 'mall',
        name: '新しい店',
        place: '',
        id: 'newcomer.localhost' as never,
        publicPort: await freePort(),
        partnerPort: await freePort(),
        closed: false,
      }),
    );
    expectOk(await setup.choosePassphrase(passphrase));
    const { key } = expectOk(await setup.paperKey());
    for (const text of [key.text, key.text.replaceAll(' ', '')]) book.learn('passphrase', text);
    expectOk(await setup.recoveryKept());
    const own = { name: '新しい店', passphrase: book.latin('passphrase') };
    expectOk(await setup.withVault((work) => useOwnAuthority(work, own)));
    const { stage } = await setup.look();
    if (stage !== 'ready') throw new Error('a first run did not come to its end');
  } finally {
    setup.close();
  }
}

const LISTS = (Object.keys(COMMANDS) as CommandName[]).filter((name) => isListInput(COMMANDS[name].input));

/** Every list of every desk; then once more by somebody who looks for a name, which the trail must not say. */
export async function takeListsOut({ group, book }: Stage): Promise<void> {
  const searched = book.latin('name');
  for (const role of rolesOf(group)) {
    const { desk } = group.parties[role]!;
    for (const list of LISTS) {
      await takeOut(desk, list, {});
      await takeOut(desk, list, { search: searched });
    }
    await desk.ask('trail.list', { limit: 500 });
  }
}

/** A list of another role is refused. */
async function takeOut(desk: DeskClient, list: string, filter: Readonly<Record<string, unknown>>): Promise<void> {
  const asked = { list, filter, reason: 'audit' };
  let page = await desk.call('lists.export', asked);
  while (page.ok && page.value.next !== undefined) {
    const { id, next } = page.value;
    page = await desk.call('lists.export', { ...asked, id, before: next });
  }
}
