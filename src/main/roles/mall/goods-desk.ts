import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { mallGoodsCommands } from '#shared/desk/mall-goods.ts';
import { ok } from '#shared/result.ts';
import { chooseAutomatic, isAutomatic } from './automatic-goods.ts';
import { listGoods, openGoods } from './goods.ts';
import type { Mall } from './mall.ts';
import {
  appendToFile,
  beginFile,
  finishFile,
  listGoodsProducts,
  listProductFiles,
  removeFile,
} from './product-files.ts';
import { goodsLabel, sealGoods, sealingProgress } from './seal-goods.ts';

/** The goods station's side of the staff contract: each command is one use case. */
export function mallGoodsDesk(mall: Mall): DeskHandlers<keyof typeof mallGoodsCommands> {
  return {
    'goods.products': async () => ok(await listGoodsProducts(mall)),
    'goods.files': async (_, { sku }) => ok(await listProductFiles(mall.storage.read, [sku])),
    'goods.begin-file': (_, file) => beginFile(mall, file),
    'goods.append-file': (_, piece) => appendToFile(mall, piece),
    'goods.finish-file': ({ who }, { upload }) => finishFile(mall, who, upload),
    'goods.remove-file': ({ who }, file) => removeFile(mall, who, file),
    'goods.list': async (_, asked) => ok(await listGoods(mall, asked)),
    'goods.open': ({ who }, { number }) => openGoods(mall, who, number),
    'goods.seal': ({ who }, { purchase }) => sealGoods(mall, who, purchase),
    'goods.progress': async (_, { purchase }) => ok(sealingProgress(mall, purchase)),
    'goods.label': ({ who }, { purchase }) => goodsLabel(mall, who, purchase),
    'goods.setting': async () => ok({ automatic: await isAutomatic(mall) }),
    'goods.choose-automatic': ({ who }, { automatic }) => chooseAutomatic(mall, who, automatic),
  };
}
