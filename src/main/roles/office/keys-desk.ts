/** The office's commands for keys and certificates. No command returns a private key, but for a PKCS#12 file under a password. */
import type { keyCommands } from '#shared/desk/keys.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { fail, ok } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type CertificateRoom, installOne, installRevocations, renewOne, requestOne } from './certificates.ts';
import { type CountInFlight, keysView, keyWarnings } from './key-view.ts';
import { addSigningKey, rotateSealingKey } from './keys.ts';

export interface KeyRoom extends CertificateRoom {
  readonly inFlight: CountInFlight;
  /** Tells partners of another card. */
  readonly tellPartners: () => Promise<void>;
}

export function keysDesk(room: KeyRoom): DeskHandlers<keyof typeof keyCommands> {
  const { post, authority } = room;
  const { vault, storage, clock, changes } = post;
  const note = (
    who: string,
    action: 'certificate.exported' | 'authority.opened' | 'authority.closed',
    detail?: string,
  ) =>
    storage.write((db) =>
      recordDeed(db, { at: clock(), who, action, subject: post.self, ...(detail !== undefined && { detail }) }),
    );
  return {
    'keys.list': async () => ok(await keysView(room, room.inFlight)),
    'keys.warnings': async () => ok(await keyWarnings(room)),
    'keys.rotate': async ({ who }, { reason }) => {
      const id = await rotateSealingKey(post, who, reason);
      await room.tellPartners();
      return ok({ id });
    },
    'keys.new-signing': async ({ who }, { reason }) => {
      const added = await addSigningKey(post, who, reason);
      if (added.ok) await room.tellPartners();
      return added;
    },
    'certificates.request': async ({ who }, asked) => {
      const request = await requestOne(room, who, asked);
      if (request.ok && asked.newKey) await room.tellPartners();
      return request;
    },
    'certificates.install': ({ who }, { use, chain }) =>
      installOne(room, who, use, () => vault.installCertificate(use, chain)),
    'certificates.renew': ({ who }, { use }) => renewOne(room, who, use),
    'certificates.import': ({ who }, { use, file, password }) =>
      installOne(room, who, use, () => vault.importPkcs12(use, new Uint8Array(Buffer.from(file, 'base64')), password)),
    'certificates.export': async ({ who }, { use, password, reason }) => {
      if (!room.uses.includes(use)) return fail('not-found', use);
      const exported = await vault.exportPkcs12(use, password);
      if (!exported.ok) return exported;
      await note(who, 'certificate.exported', reason);
      return ok({ file: Buffer.from(exported.value).toString('base64') });
    },
    'authority.open': async ({ who }, { passphrase }) => {
      const opened = await authority.open(passphrase);
      if (!opened.ok) return opened;
      changes.announce('keys');
      return ok(await note(who, 'authority.opened'));
    },
    'authority.close': async ({ who }) => {
      await authority.close();
      changes.announce('keys');
      return ok(await note(who, 'authority.closed'));
    },
    'revocations.install': ({ who }, { list }) => installRevocations(room, who, list),
  };
}
