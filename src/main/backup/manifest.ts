/** The last file of a backup's archive: what else is in it, and the moment that it shows. */
import { z } from 'zod';
import { base64UrlSchema, partyIdSchema, timeSchema } from '#shared/protocol/party.ts';
import { fromUtf8 } from '#shared/bytes.ts';

export const MANIFEST_FILE = 'manifest.json';
/** A million files. */
export const LARGEST_MANIFEST = 256 * 1024 * 1024;

export const manifestSchema = z.object({
  format: z.literal('tokumei-backup/1'),
  party: z.object({ id: partyIdSchema, role: z.string() }),
  /** Everything committed by then is in the copy. */
  at: timeSchema,
  files: z.array(z.object({ name: z.string(), bytes: z.int().min(0), sha256: base64UrlSchema.length(43) })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

export function readManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(fromUtf8(bytes))).data;
  } catch {
    return undefined;
  }
}
