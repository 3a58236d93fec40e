import type { DraftRow } from '#shared/desk/catalogue.ts';
import type { ProductField } from '#shared/domain/product-entry.ts';
import { desk } from '../../client.ts';
import type { DraftBook } from '../../file-draft/use-file-draft.ts';

/** A catalogue's file. */
export const PRODUCT_BOOK: DraftBook<ProductField, DraftRow> = {
  read: (csv) => desk.call('catalogue.read-file', { csv }),
  look: (draft) => desk.call('catalogue.draft', { draft }),
  drop: (draft) => desk.call('catalogue.drop-draft', { draft }),
  map: (asked) => desk.call('catalogue.map-columns', asked),
  rows: (asked) => desk.call('catalogue.draft-rows', asked),
  repair: ({ leaveOut: _leaveOut, ...row }) => desk.call('catalogue.repair-row', row),
};
