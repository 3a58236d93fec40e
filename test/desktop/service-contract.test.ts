import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StartOrder } from '#shared/desk/bridge.ts';
import { expectOk } from '#shared/result.ts';
import { makeParty } from '#main/make-party.ts';
import { partyConfigSchema } from '#main/config.ts';
import { startService } from '#main/desktop/service-host.ts';
import { createAuthority } from '#main/vault/index.ts';
import { ROOT } from '../../build/root.ts';

const work = mkdtempSync(join(tmpdir(), 'service-contract-'));
const dir = join(work, 'party');
afterAll(() => rmSync(work, { recursive: true, force: true }));

beforeAll(async () => {
  const authority = expectOk(await createAuthority(join(work, 'ca'), 'authority', { name: 'Test authority' }));
  const [publicPort, partnerPort, deskPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const door = (port: number) => ({ url: `https://mall.localhost:${port}`, listen: { host: '127.0.0.1', port } });
  const config = partyConfigSchema.parse({
    id: 'mall.localhost',
    role: 'mall',
    name: 'Mall',
    public: door(publicPort),
    partner: door(partnerPort),
    desk: { port: deskPort },
  });
  expectOk(await makeParty(dir, config, 'right horse', authority));
}, 60_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The real service in a thread, at a port that is shaped as Electron's is: only the process itself is played. */
const BOOT = `
const { parentPort, workerData } = require('node:worker_threads');
const shaped = (port) => ({
  on: (event, listener) => port.on(event, (data) => listener(event === 'message' ? { data } : undefined)),
  postMessage: (message) => port.postMessage(message), start: () => port.start(), close: () => port.close(),
});
process.parentPort = {
  on: (_event, listener) => parentPort.on('message', ({ order, ports }) => listener({ data: order, ports: ports.map(shaped) })),
  postMessage: (answer) => parentPort.postMessage(answer),
};
import(workerData);`;

function start(order: Omit<StartOrder, 'dir'>) {
  const worker = new Worker(BOOT, { eval: true, workerData: pathToFileURL(join(ROOT, 'src/main/service.ts')).href });
  return startService<MessagePort>(
    {
      postMessage: (message, ports) => worker.postMessage({ order: message, ports }, ports),
      on: (event: string, listener: (value: number) => void) => worker.on(event, listener),
      kill: () => void worker.terminate(),
    },
    { dir, ...order },
  );
}

test('the service opens with the passphrase, serves a desk, and later opens with the device key alone', async () => {
  const first = expectOk(await start({ passphrase: 'right horse', wantDeviceKey: true }));
  expect(first.deviceKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  const { port1, port2 } = new MessageChannel();
  const reply = new Promise((resolve) => port2.once('message', resolve));
  first.connectDesk(port1);
  port2.postMessage({ id: 1, command: 'office.sign', input: {} });
  expect(await reply).toMatchObject({ id: 1, ok: true, value: { id: 'mall.localhost', role: 'mall' } });
  port2.close();
  await first.stop();
  expect(await first.ended).toBe(0);

  const second = expectOk(await start({ deviceKey: first.deviceKey! }));
  expect(second.deviceKey).toBeUndefined();
  await second.stop();
});

test('a wrong passphrase or another device key opens nothing', async () => {
  const wrong = { ok: false, error: { code: 'wrong-passphrase' } };
  expect(await start({ passphrase: 'wrong horse' })).toEqual(wrong);
  expect(await start({ deviceKey: Buffer.alloc(32, 7).toString('base64') })).toEqual(wrong);
});
