import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePages, HOME } from '../built-pages.ts';
import { type DemoGroup, GroupNotStarted, startDemoGroup } from './group.ts';
import { readOrderFile } from './order-file.ts';
import { OrderStopped } from './order-stopped.ts';
import { playOrder } from './play-order.ts';
import { describeGroup, describeOrder } from './describe.ts';

/** An order that the credit company declined: nothing went wrong, and nothing was sold. */
const DECLINED = 2;

/** Starts a group, plays one order through its doors, and unless `--once` stays up to be tried by hand. */
export async function runDemo(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      dir: { type: 'string' },
      order: { type: 'string' },
      customers: { type: 'string' },
    },
  });
  const { once, json } = values;
  const file = values.order ?? join(HOME, 'data/orders/ja-cod.json');
  const read = await readOrderFile(file);
  if (!read.ok) {
    const { code, about } = read.error;
    console.error(about === undefined ? `${file}: ${code}` : `${file}: ${code} (${about})`);
    return 1;
  }
  const order = read.value;
  const customers = values.customers === undefined ? undefined : await readFile(values.customers, 'utf8');
  const dir = resolve(values.dir ?? (once ? await mkdtemp(join(tmpdir(), 'tokumei-demo-')) : join(HOME, 'demo-data')));
  await ensurePages();
  let group: DemoGroup;
  try {
    group = await startDemoGroup(dir, {
      ports: once ? 'free' : 'usual',
      ...(customers !== undefined && { customers }),
    });
  } catch (error) {
    if (!(error instanceof GroupNotStarted)) throw error;
    console.error(error.message);
    return 1;
  }
  const stopped = once ? undefined : untilStopped();
  try {
    const played = await playOrder(group, order);
    if (json) console.log(JSON.stringify(played));
    else console.log(describeOrder(played, order));
    if (stopped) {
      console.log(describeGroup(group));
      await stopped;
    }
    return played.result === 'ok' ? 0 : DECLINED;
  } catch (error) {
    if (!(error instanceof OrderStopped)) throw error;
    console.error(`the order stopped: ${error.message}`);
    return 1;
  } finally {
    await group.stop();
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
