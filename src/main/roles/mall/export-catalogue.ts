import { setImmediate } from 'node:timers/promises';
import { PRODUCT_FIELDS } from '#shared/domain/product-entry.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Mall } from './mall.ts';
import { productCells } from './product-values.ts';

/** Products that are written before others have their turn. */
const SLICE = 1000;

/** The whole catalogue in its order, as the file that can be imported again: CSV with every field, CRLF. */
export async function exportCatalogue(mall: Mall, who: string): Promise<{ csv: string; products: number }> {
  const lines = [PRODUCT_FIELDS.join(',')];
  let last = { position: -1, sku: '' };
  for (;;) {
    const some = await mall.storage.read
      .selectFrom('product')
      .selectAll()
      .where((eb) =>
        eb.or([
          eb('position', '>', last.position),
          eb.and([eb('position', '=', last.position), eb('sku', '>', last.sku)]),
        ]),
      )
      .orderBy('position')
      .orderBy('sku')
      .limit(SLICE)
      .execute();
    for (const product of some) {
      const cells = productCells(product);
      lines.push(PRODUCT_FIELDS.map((field) => quoted(cells[field])).join(','));
    }
    if (some.length < SLICE) break;
    last = some.at(-1)!;
    await setImmediate();
  }
  const products = lines.length - 1;
  await mall.storage.write((db) =>
    recordDeed(db, {
      at: mall.clock(),
      who,
      action: 'catalogue.exported',
      subject: mall.self,
      detail: String(products),
    }),
  );
  return { csv: `${lines.join('\r\n')}\r\n`, products };
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
