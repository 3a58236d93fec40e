/** Brings a file to the party piece by piece, over either transport; a cut line is waited for. */
import { FILE_CHUNK_BYTES, LARGEST_PRODUCT_FILE, type ProductFileRow } from '#shared/desk/mall-goods.ts';
import { fail, type Result } from '#shared/result.ts';
import { readBase64 } from '../../components/use-files.ts';
import type { DeskClient } from '../../desk-client.ts';

const PATIENCE = 60;
const WAIT_MS = 1000;

/** @param progress told the bytes that the party has */
export async function attachFile(
  desk: Pick<DeskClient, 'call'>,
  sku: string,
  file: File,
  progress: (bytes: number) => void,
): Promise<Result<ProductFileRow>> {
  if (file.size > LARGEST_PRODUCT_FILE) return fail('too-large');
  const begun = await desk.call('goods.begin-file', { sku, name: file.name });
  if (!begun.ok) return begun;
  const { upload } = begun.value;
  let offset = 0;
  let waits = 0;
  while (offset < file.size) {
    const data = await readBase64(file.slice(offset, offset + FILE_CHUNK_BYTES));
    if (data === undefined) return fail('too-large');
    const taken = await desk.call('goods.append-file', { upload, offset, data });
    if (taken.ok) {
      offset = taken.value.offset;
      waits = 0;
      progress(offset);
    } else if (taken.error.code === 'wrong-state' && /^\d+$/.test(taken.error.about ?? '')) {
      // The piece had arrived, its answer had not.
      offset = Number(taken.error.about);
    } else if (taken.error.code === 'unavailable' && waits < PATIENCE) {
      waits++;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    } else {
      return taken;
    }
  }
  return desk.call('goods.finish-file', { upload });
}
