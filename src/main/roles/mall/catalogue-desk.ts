import type { catalogueCommands } from '#shared/desk/catalogue.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { listCatalogue, readProduct } from './catalogue.ts';
import { importCatalogue, openCatalogueImports } from './catalogue-imports.ts';
import { exportCatalogue } from './export-catalogue.ts';
import { checkUndo } from './import-undo.ts';
import type { Mall } from './mall.ts';
import {
  addPicture,
  arrangePictures,
  describePicture,
  matchPictures,
  readPictureFile,
  removePicture,
} from './pictures.ts';
import { offerProducts, saveProduct } from './save-product.ts';
import { changeCharges, readCharges } from './shipping-charge.ts';
import { countStock } from './stock.ts';

/** The catalogue's side of the staff contract: each command is one use case. */
export function mallCatalogueDesk(mall: Mall): DeskHandlers<keyof typeof catalogueCommands> {
  const imports = openCatalogueImports(mall);
  return {
    'catalogue.list': async (_, asked) => ok(await listCatalogue(mall, asked)),
    'catalogue.product': (_, { sku }) => readProduct(mall, sku),
    'catalogue.save': ({ who }, product) => saveProduct(mall, who, product),
    'catalogue.offer': ({ who }, offer) => offerProducts(mall, who, offer),
    'catalogue.count': ({ who }, count) => countStock(mall, who, count),
    'catalogue.export': async ({ who }) => ok(await exportCatalogue(mall, who)),
    'catalogue.add-picture': ({ who }, picture) => addPicture(mall, who, picture),
    'catalogue.arrange-pictures': ({ who }, order) => arrangePictures(mall, who, order),
    'catalogue.describe-picture': ({ who }, description) => describePicture(mall, who, description),
    'catalogue.remove-picture': ({ who }, { id }) => removePicture(mall, who, id),
    'catalogue.picture': (_, { hash }) => readPictureFile(mall, hash),
    'catalogue.match-pictures': async (_, { names }) => ok(await matchPictures(mall, names)),
    'catalogue.import': ({ who }, { csv }) => importCatalogue(mall, who, csv),
    'catalogue.read-file': (_, { csv }) => imports.read(csv),
    'catalogue.draft': async (_, { draft }) => imports.draft(draft),
    'catalogue.drop-draft': async (_, { draft }) => imports.drop(draft),
    'catalogue.map-columns': (_, { draft, columns }) => imports.map(draft, columns),
    'catalogue.draft-rows': async (_, { draft, ...asked }) => imports.rows(draft, asked),
    'catalogue.repair-row': async (_, { draft, ...row }) => imports.repair(draft, row),
    'catalogue.run-import': ({ who }, { draft, missing }) => imports.run(who, draft, missing),
    'catalogue.stop-import': async () => imports.stop(),
    'catalogue.imports': () => imports.list(),
    'catalogue.check-undo': (_, { import: id }) => checkUndo(mall, id),
    'catalogue.undo-import': ({ who }, { import: id }) => imports.undo(who, id),
    'charges.read': async () => ok(await readCharges(mall.storage.read)),
    'charges.change': ({ who }, { charges }) => changeCharges(mall, who, charges),
  };
}
