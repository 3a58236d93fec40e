/** What a first run has made so far, in a folder beside the party's: nobody takes it for a party, and a crash loses nothing. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { base64UrlSchema } from '#shared/protocol/party.ts';
import { type PartyPlan, partyPlanSchema } from '#shared/desk/setup.ts';
import { LOCK_FILE } from '#main/storage/folder-lock.ts';
import { syncFolder, writeFileAtomically } from '#main/vault/index.ts';

const DRAFT_FILE = 'draft.json';

const draftSchema = z.object({
  plan: partyPlanSchema,
  /** Public half of the recovery key, once its sheet was kept. */
  recovery: base64UrlSchema.length(43).optional(),
  /** Accepted authorities issue no list. */
  revocations: z.enum(['required', 'none']).default('required'),
  /** Certificates were asked for elsewhere, and are waited for. */
  asked: z.boolean().default(false),
  /** Certificates for every door are in the vault. */
  ready: z.boolean().default(false),
});
export type Draft = z.infer<typeof draftSchema>;

export function draftFolder(folder: string): string {
  return `${folder.replace(/[/\\]+$/, '')}.setup`;
}

/** Undefined where nothing was entered, or where the file can't be read: then one begins anew. */
export async function readDraft(draft: string): Promise<Draft | undefined> {
  try {
    return draftSchema.parse(JSON.parse(await readFile(join(draft, DRAFT_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeDraft(draft: string, content: { readonly plan: PartyPlan } & Partial<Draft>): Promise<void> {
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFileAtomically(join(draft, DRAFT_FILE), `${JSON.stringify(draftSchema.parse(content), null, 2)}\n`);
}

/** All but the lock that this process holds in it. */
export async function clearDraft(draft: string): Promise<void> {
  if (!existsSync(draft)) return;
  for (const name of readdirSync(draft)) {
    if (name !== LOCK_FILE) await rm(join(draft, name), { recursive: true, force: true });
  }
}

/** Nothing lies there but perhaps a lock. */
export function isEmptyFolder(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => name === LOCK_FILE);
}

/** The draft becomes the party's folder, in one step. The caller holds no lock in either. */
export async function putInPlace(draft: string, folder: string): Promise<void> {
  for (const name of [DRAFT_FILE, LOCK_FILE]) await rm(join(draft, name), { force: true });
  if (existsSync(folder)) {
    await rm(join(folder, LOCK_FILE), { force: true });
    await rmdir(folder);
  }
  await rename(draft, folder);
  await syncFolder(join(folder, '..'));
}
