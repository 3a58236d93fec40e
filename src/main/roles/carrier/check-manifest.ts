import type { CheckedManifest } from '#shared/desk/handover.ts';
import { fromUtf8, toBase64Url } from '#shared/bytes.ts';
import { manifestCsv, manifestNumber, readManifestCsv } from '#shared/domain/manifest.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { listPartners } from '#main/post/index.ts';
import { verifyJws } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';

const MANIFEST_TYPE = 'tokumei-manifest+jws';

/**
 * A manifest file and the detached signature beside it: whose it is, and whether it says what the mall's server said.
 * Fails with `manifest-invalid` (about: `signature` where it is none of an approved mall's to us, else the line).
 */
export async function checkManifest(
  carrier: Carrier,
  { csv, jws }: { readonly csv: Uint8Array; readonly jws: string },
): Promise<Result<CheckedManifest>> {
  const [header, middle, signature, ...rest] = jws.trim().split('.');
  if (middle !== '' || rest.length > 0) return fail('manifest-invalid', 'signature');
  const whole = `${header}.${toBase64Url(csv)}.${signature}`;
  for (const mall of await listPartners(carrier.storage.read, 'mall')) {
    const { keys } = mall.card;
    const verified = await verifyJws(whole, { type: MANIFEST_TYPE, keys, code: 'manifest-invalid' });
    if (!verified.ok || verified.value.header['aud'] !== carrier.self) continue;
    const text = decode(csv);
    const file = readManifestCsv(text);
    if (!file.ok) return file;
    const { manifest, date, parcels } = file.value;
    if (file.value.mall !== mall.id || file.value.carrier !== carrier.self) return fail('manifest-invalid', '2');
    return ok({
      number: manifestNumber(manifest),
      mallName: mall.name,
      date,
      parcels: parcels.length,
      pieces: parcels.reduce((sum, { pieces }) => sum + pieces, 0),
      compared: await compare(carrier, mall.id, { manifest, csv: text }),
    });
  }
  return fail('manifest-invalid', 'signature');
}

function decode(csv: Uint8Array): string {
  try {
    return fromUtf8(csv);
  } catch {
    return '';
  }
}

async function compare(
  carrier: Carrier,
  mall: string,
  { manifest, csv }: { readonly manifest: string; readonly csv: string },
): Promise<CheckedManifest['compared']> {
  const db = carrier.storage.read;
  const pickup = await db
    .selectFrom('pickup')
    .select('date')
    .where('manifest', '=', manifest)
    .where('mall', '=', mall)
    .executeTakeFirst();
  if (!pickup) return 'unknown';
  const rows = await db
    .selectFrom('pickup_parcel')
    .select(['number as shipping', 'pieces', 'size'])
    .where('manifest', '=', manifest)
    .orderBy('number')
    .execute();
  const told = manifestCsv({ manifest, date: pickup.date, mall, carrier: carrier.self, parcels: rows });
  const lines = (text: string): string => text.split('\r\n').sort().join('\n');
  return lines(told) === lines(csv) ? 'same' : 'different';
}
