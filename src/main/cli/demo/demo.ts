import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#shared/result.ts';
import { HOME } from '../built-pages.ts';
import { JsonRefused } from './customer.ts';
import { freePort } from './demo-party.ts';
import { openDemoWindow } from './demo-window.ts';
import { describeGroup, describeOrder } from './describe.ts';
import { type DemoFlow, FLOWS, groupFor, groupToTry, isFlow } from './flow.ts';
import { type DemoGroup, GroupNotStarted, startDemoGroup } from './group.ts';
import { type OrderFile, readOrderFile } from './order-file.ts';
import { OrderStopped } from './order-stopped.ts';
import { playOrder } from './play-order.ts';

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
      flow: { type: 'string' },
      order: { type: 'string' },
      customers: { type: 'string' },
      window: { type: 'boolean', default: false },
    },
  });
  const { once, json, flow } = values;
  if (values.window) return runDemoWindow(values.dir);
  if (flow !== undefined && !isFlow(flow)) return refuse(`--flow ${flow}: one of ${FLOWS.join(', ')}`);
  const file = values.order ?? join(HOME, 'data/orders', flow === undefined ? 'ja-cod.json' : 'settled.json');
  const order = await readOrder(file, flow);
  if (!order.ok) {
    const { code, about } = order.error;
    return refuse(about === undefined ? `${file}: ${code}` : `${file}: ${code} (${about})`);
  }
  const given = values.customers === undefined ? undefined : await readFile(values.customers, 'utf8');
  const dir = resolve(values.dir ?? (once ? await mkdtemp(join(tmpdir(), 'tokumei-demo-')) : join(HOME, 'demo-data')));
  const windowPort = once ? undefined : await freePort();
  let group: DemoGroup;
  try {
    group = await startDemoGroup(dir, {
      ports: once ? 'free' : 'usual',
      ...(windowPort !== undefined && { shownBy: `http://127.0.0.1:${windowPort}` }),
      ...(once ? groupFor(flow, hasGift(order.value)) : groupToTry(flow)),
      ...(given !== undefined && { customers: given }),
    });
  } catch (error) {
    if (!(error instanceof GroupNotStarted)) throw error;
    return refuse(error.message);
  }
  const stopped = once ? undefined : untilStopped();
  try {
    const customers = given ?? (await readFile(join(HOME, 'data/customers.csv'), 'utf8'));
    const played = await playOrder(group, order.value, { flow, customers });
    if (json) console.log(JSON.stringify(played));
    else console.log(await describeOrder(group, played, order.value));
    if (stopped && windowPort !== undefined) {
      const window = await openDemoWindow(group, windowPort);
      console.log(describeGroup(group, window.shown().link));
      await stopped;
      await window.stop();
    }
    return played.result === 'ok' ? 0 : DECLINED;
  } catch (error) {
    if (!(error instanceof OrderStopped || error instanceof JsonRefused)) throw error;
    return refuse(`the order stopped: ${error.message}`);
  } finally {
    await group.stop();
  }
}

/** The group in its one window and nothing played: for whoever tries it from a first start. */
async function runDemoWindow(dir: string | undefined): Promise<number> {
  const stopped = untilStopped();
  const folder = dir === undefined ? await mkdtemp(join(tmpdir(), 'tokumei-demo-')) : resolve(dir);
  const port = await freePort();
  const group = await startDemoGroup(folder, { ports: 'free', shownBy: `http://127.0.0.1:${port}` });
  try {
    // For the program that started this: where the window is, again whenever its link was used.
    const window = await openDemoWindow(group, port, (shown) => console.log(JSON.stringify(shown)));
    await stopped;
    await window.stop();
    return 0;
  } finally {
    await group.stop();
    if (dir === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** An order that can be played in this flow. */
async function readOrder(file: string, flow: DemoFlow | undefined): Promise<Result<OrderFile>> {
  const read = await readOrderFile(file);
  if (!read.ok) return read;
  // A card pays in each of them.
  if (flow !== undefined && read.value.pay !== 'settled') return fail('flow-missing', 'pay');
  if (hasGift(read.value) && flow !== 'sealed' && flow !== 'sealed-blom') return fail('flow-missing', 'gift');
  return ok(read.value);
}

function hasGift(order: OrderFile): boolean {
  return order.pay === 'settled' && order.gift !== undefined;
}

function refuse(why: string): number {
  console.error(why);
  return 1;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // Whoever started us is gone.
    process.once('disconnect', () => resolve());
  });
}
