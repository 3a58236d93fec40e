/** Orders that are sealed by themselves as soon as they are settled, where the mall's staff want it so. */
import { z } from 'zod';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { readSetting, writeSetting } from '#main/storage/index.ts';
import { goodsQueue } from './goods.ts';
import type { Mall } from './mall.ts';
import { sealGoods } from './seal-goods.ts';

const SETTING = 'goods-automatic';
const settingSchema = z.boolean().default(false);
/** How the trail names nobody. */
const ITSELF = 'automatic';

export async function isAutomatic(mall: Mall): Promise<boolean> {
  return readSetting(mall.storage.read, SETTING, settingSchema);
}

export async function chooseAutomatic(mall: Mall, who: string, automatic: boolean): Promise<Result<void>> {
  await mall.storage.write(async (db) => {
    await writeSetting(db, SETTING, automatic);
    const detail = automatic ? 'on' : 'off';
    await recordDeed(db, { at: mall.clock(), who, action: 'goods.automatic', subject: mall.self, detail });
    mall.changes.announce('goods');
  });
  return ok();
}

/** One order after the other. What can't be sealed – a file is missing, say – waits at the station as before. */
export async function sealReadyGoods(mall: Mall): Promise<void> {
  if (!(await isAutomatic(mall))) return;
  for (const { purchase } of await goodsQueue(mall)) await sealGoods(mall, ITSELF, purchase);
}

/**
 * Seals whenever something changed that may have made an order ready. Returns the function that ends it.
 *
 * @param report told what broke on our own side
 */
export function followReadyGoods(mall: Mall, report: (error: unknown) => void): () => Promise<void> {
  let turn: Promise<void> | undefined;
  let missed = false;
  let stopped = false;
  const run = (): void => {
    if (stopped) return;
    missed = turn !== undefined;
    turn ??= sealReadyGoods(mall)
      .catch(report)
      .finally(() => {
        turn = undefined;
        if (missed) run();
      });
  };
  const stopListening = mall.changes.listen((topic) => {
    if (topic === 'goods') run();
  });
  run();
  return async () => {
    stopped = true;
    stopListening();
    await turn;
  };
}
