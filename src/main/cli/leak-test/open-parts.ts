/** Every part of every sealed order under every party's own keys: what opens is written down, whosever part it is. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64Url } from '#shared/bytes.ts';
import { decodeDestinationPart } from '#shared/protocol/destination-part.ts';
import {
  decodeOrderPart,
  type OrderPart,
  partBinding,
  readSealedPart,
  type SealedPart,
  sealerPeer,
} from '#shared/protocol/order-part.ts';
import { expectOk } from '#shared/result.ts';
import { openVault, type Vault } from '#main/vault/index.ts';
import type { DemoGroup, DemoRole } from '../demo/group.ts';
import { sealedFolder } from '../demo/part-files.ts';
import { INSIDE } from '../open-part.ts';
import { record, rolesOf } from './recorders.ts';
import type { Stage } from './stage.ts';

export interface OpenedParts {
  readonly parts: number;
  /** How many each party opened. */
  readonly opened: ReadonlyMap<DemoRole, number>;
  /** The tokens with which customers follow their parcels, as the carrier's own parts say them. */
  readonly tracking: readonly string[];
}

export async function openAllParts({ group, passphrase }: Pick<Stage, 'group' | 'passphrase'>): Promise<OpenedParts> {
  const parts = await readParts(group);
  const opened = new Map<DemoRole, number>();
  const tracking: string[] = [];
  for (const role of rolesOf(group)) {
    const { folder, config } = group.parties[role]!;
    const vault = expectOk(await openVault(folder, passphrase));
    for (const part of parts) {
      // Under its own name and under the name on the file: whichever opens it.
      for (const party of new Set([config.id, part.party])) {
        const inside = await openUnder(vault, { ...part, party });
        if (!inside) continue;
        record(group, role, 'parts', describeInside(group, part, inside));
        opened.set(role, (opened.get(role) ?? 0) + 1);
        if (role === 'carrier') tracking.push(expectOk(decodeDestinationPart(inside.body)).tracking);
      }
    }
  }
  return { parts: parts.length, opened, tracking };
}

async function openUnder(vault: Vault, part: SealedPart): Promise<OrderPart | undefined> {
  const opened = await vault.open(fromBase64Url(part.envelope)!, partBinding(part), sealerPeer(part.by));
  return opened.ok ? expectOk(decodeOrderPart(opened.value)) : undefined;
}

function describeInside(group: DemoGroup, { party }: SealedPart, { body, ...common }: OrderPart): string {
  const role = rolesOf(group).find((each) => group.parties[each]!.config.id === party)!;
  return JSON.stringify({ ...common, ...expectOk(INSIDE[role]!.read(body)) });
}

async function readParts(group: DemoGroup): Promise<readonly SealedPart[]> {
  const folder = sealedFolder(group);
  const files = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith('.json') && !name.endsWith('bundle.json'),
  );
  return Promise.all(files.map(async (name) => expectOk(readSealedPart(await readFile(join(folder, name), 'utf8')))));
}
