/** The room of keys and certificates of a party: what lies in its folder, and the doors that take them into use. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fail, ok } from '#shared/result.ts';
import type { CertificateUse } from '#shared/desk/keys.ts';
import type { PartnerNetwork, Post } from '#main/post/index.ts';
import type { KeyRoom } from '#main/roles/office/keys-desk.ts';
import { holdOwnAuthority } from '#main/roles/office/own-authority.ts';
import { readRevocationList, writeFileAtomically } from '#main/vault/index.ts';
import { FILES, type PartyConfig } from './config.ts';
import type { Role } from './role.ts';

export interface KeyRoomSetting {
  readonly folder: string;
  readonly config: PartyConfig;
  readonly currentNetwork: () => PartnerNetwork;
  readonly takeIntoUse: (use: CertificateUse) => Promise<void>;
  readonly tellPartners: () => Promise<void>;
}

export function openKeyRoom(post: Post, role: Role, setting: KeyRoomSetting): KeyRoom {
  const { folder, config, currentNetwork, takeIntoUse, tellPartners } = setting;
  const place = config.authority === undefined ? join(folder, FILES.authority) : resolve(folder, config.authority);
  return {
    post,
    id: config.id,
    uses: config.public.listen ? ['public', 'partner'] : ['partner'],
    authority: holdOwnAuthority(post.vault, place, post.clock),
    takeIntoUse,
    tellPartners,
    inFlight: role.inFlight ?? (async () => new Map<string, number>()),
    revocations: {
      until: async () => {
        const { revoked, authorities } = currentNetwork();
        if (revoked === undefined) return undefined;
        const list = await readRevocationList(revoked, authorities);
        return list.ok ? list.value.nextUpdate : undefined;
      },
      install: async (pem) => {
        if (config.revocations === 'none') return fail('wrong-state', 'revocations');
        const authorities = await readFile(join(folder, FILES.authorities), 'utf8');
        const list = await readRevocationList(pem, authorities);
        if (!list.ok) return list;
        if (list.value.nextUpdate.getTime() <= post.clock().getTime()) return fail('revocations-invalid', 'expired');
        // The running doors look at the file by themselves.
        await writeFileAtomically(join(folder, FILES.revoked), list.value.pem);
        return ok(list.value.nextUpdate);
      },
    },
  };
}
