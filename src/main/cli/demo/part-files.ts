/** What the mall received of a sealed order, as files: the bundle, and each party's part by itself. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orderBundleSchema } from '#shared/protocol/order-part.ts';
import { parseJson } from '#shared/protocol/personal-key.ts';
import type { DemoGroup, DemoRole } from './group.ts';
import { OrderStopped } from './order-stopped.ts';

/** Paths, as `demo --json` prints them. */
export interface PartFiles {
  /** As the mall received it. */
  readonly bundle: string;
  readonly parts: Readonly<Partial<Record<DemoRole, string>>>;
}

/** Where the demo lays them down: beside the parties' folders. */
export function sealedFolder({ folder }: Pick<DemoGroup, 'folder'>): string {
  return join(folder, 'sealed');
}

/** @param purchase any of the order's own numbers */
export async function writePartFiles(group: DemoGroup, purchase: string): Promise<PartFiles> {
  const { bundle: text } = await group.parties.mall.desk.ask('sealed.open', { purchase });
  const bundle = text === undefined ? undefined : parseJson(text, orderBundleSchema);
  if (text === undefined || !bundle) throw new OrderStopped('the mall has no bundle');
  const folder = join(sealedFolder(group), purchase);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'bundle.json');
  await writeFile(file, text, { mode: 0o600 });
  const parts: Partial<Record<DemoRole, string>> = {};
  for (const [role, { config }] of Object.entries(group.parties) as [DemoRole, (typeof group.parties)['mall']][]) {
    const part = bundle.parts.find(({ party }) => party === config.id);
    if (!part) continue;
    parts[role] = join(folder, `${role}.json`);
    await writeFile(parts[role], `${JSON.stringify(part)}\n`, { mode: 0o600 });
  }
  return { bundle: file, parts };
}
