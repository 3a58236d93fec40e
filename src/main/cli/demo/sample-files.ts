/** What the demo's electronic products are made of: small files, the same each time. */
import { utf8 } from '#shared/bytes.ts';
import type { ProductRow } from '#shared/desk/catalogue.ts';
import { LARGEST_PAGE } from '#shared/desk/list.ts';
import { FILE_CHUNK_BYTES } from '#shared/desk/mall-goods.ts';
import { finishDocument, openDocument } from '#main/printing/document.ts';
import type { DeskClient } from './desk-client.ts';

const DAY = '2026-01-01';

/** Gives every electronic product of the catalogue that has no file yet one to sell. */
export async function attachSampleFiles(desk: DeskClient): Promise<void> {
  const { rows: products } = await desk.ask('catalogue.list', { limit: LARGEST_PAGE });
  for (const product of products.filter(({ size }) => size === undefined)) {
    const { sku } = product;
    if ((await desk.ask('goods.files', { sku })).length > 0) continue;
    await attachFile(desk, sku, await sampleFile(product));
  }
}

export interface ProductFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** In the pieces in which a screen would send it. */
export async function attachFile(desk: DeskClient, sku: string, { name, bytes }: ProductFile): Promise<void> {
  const { upload } = await desk.ask('goods.begin-file', { sku, name });
  for (let offset = 0; offset < bytes.length;) {
    const data = Buffer.from(bytes.subarray(offset, offset + FILE_CHUNK_BYTES)).toString('base64');
    ({ offset } = await desk.ask('goods.append-file', { upload, offset, data }));
  }
  await desk.ask('goods.finish-file', { upload });
}

async function sampleFile({ sku, name, specification }: ProductRow): Promise<ProductFile> {
  const lines = [name, specification, `${sku}: a sample made by the demo, not for sale.`];
  if (!/pdf/i.test(specification)) return { name: `${sku}.txt`, bytes: utf8(`${lines.join('\n')}\n`) };
  const document = openDocument(DAY);
  const bytes = await finishDocument(document, () => {
    document.addPage().font('regular').text(lines.join('\n'));
  });
  return { name: `${sku}.pdf`, bytes };
}
