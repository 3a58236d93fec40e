import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { DeskMessage } from '#shared/desk/contract.ts';
import { expectOk } from '#shared/result.ts';
import { demoOrigins, isDemoHost, mayReach } from '#main/desktop/demo-access.ts';
import { hasNoParty } from '#main/desktop/first-run.ts';
import { mayNavigate } from '#main/desktop/navigation.ts';
import { startService } from '#main/desktop/service-host.ts';
import { freePort } from '#main/cli/demo/demo-party.ts';
import { ROOT } from '../../build/root.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';

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

test('in the desktop app the same port goes from the setup to the desk of the party that was made', async () => {
  const dir = join(aFolder(), 'party');
  expect(hasNoParty(dir)).toBe(true);
  const worker = new Worker(BOOT, { eval: true, workerData: pathToFileURL(join(ROOT, 'src/main/service.ts')).href });
  atEnd(() => worker.terminate());
  const service = expectOk(
    await startService<MessagePort>(
      {
        postMessage: (message, ports) => worker.postMessage({ order: message, ports }, ports),
        on: (event: string, listener: (value: number) => void) => worker.on(event, listener),
        kill: () => void worker.terminate(),
      },
      { dir, firstRun: true, wantDeviceKey: true },
    ),
  );
  const { port1, port2 } = new MessageChannel();
  service.connectDesk(port1);
  const waiting = new Map<number, (message: DeskMessage) => void>();
  port2.on('message', (message: DeskMessage) => 'id' in message && waiting.get(message.id)?.(message));
  let last = 0;
  const ask = (command: string, input: object = {}) =>
    new Promise<DeskMessage>((resolve) => {
      waiting.set(++last, resolve);
      port2.postMessage({ id: last, command, input });
    });
  expect(await ask('office.sign')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  const plan = {
    role: 'carrier',
    name: 'みなと運輸',
    id: 'carrier.localhost',
    publicPort: await freePort(),
    partnerPort: await freePort(),
  };
  const passphrase = 'plum-violet river 29 gates';
  for (const [command, input] of [
    ['setup.describe', plan],
    ['setup.choose-passphrase', { passphrase }],
    ['setup.recovery-sheet', { language: 'ja' }],
    ['setup.recovery-kept', {}],
    ['setup.own-authority', { name: 'みなとグループ' }],
    ['setup.finish', {}],
  ] as const) {
    expect(await ask(command, input)).toMatchObject({ ok: true });
  }
  const { deviceKey } = expectOk(await service.made);
  expect(deviceKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(await ask('setup.look')).toMatchObject({ ok: false });
  expect(await ask('office.sign')).toMatchObject({ ok: true, value: { id: 'carrier.localhost', first: true } });
  expect(await ask('accounts.first', { name: '港', secret: '7305' })).toMatchObject({ ok: true });
  expect(await ask('office.enter', { clerk: '港', secret: '7305' })).toMatchObject({ ok: true });
  expect(await ask('first-label.make', { language: 'ja' })).toMatchObject({
    ok: true,
    value: { opened: ['見本 花子', '〒000-0000 見本県見本市見本町1-2-3'] },
  });
  expect(hasNoParty(dir)).toBe(false);
  port2.close();
  await service.stop();
  expect(await service.ended).toBe(0);
}, 90_000);

test('a folder with a lock alone has no party, one with anything else has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'first-run-'));
  expect(hasNoParty(folder)).toBe(true);
  writeFileSync(join(folder, 'service.lock'), '');
  expect(hasNoParty(folder)).toBe(true);
  writeFileSync(join(folder, 'vault.json'), '{}');
  expect(hasNoParty(folder)).toBe(false);
});

test('from the setup a window goes to its desk, and nowhere else', () => {
  const from = { current: 'app://desk/setup.html', isMainFrame: true };
  expect(mayNavigate({ ...from, url: 'app://desk/index.html' })).toBe(true);
  expect(mayNavigate({ ...from, url: 'app://unlock/index.html' })).toBe(false);
  expect(mayNavigate({ ...from, url: 'https://mall.example/' })).toBe(false);
  expect(mayNavigate({ ...from, url: 'http://127.0.0.1:8480/' })).toBe(false);
});

test('a demo window reaches the doors of its group and no other address', () => {
  const shown = {
    origins: [
      'http://127.0.0.1:20000',
      'https://mall.localhost:20001',
      'https://mall.example',
      'http://10.0.0.1:80',
      'file://',
    ],
  };
  const origins = demoOrigins(shown);
  expect([...origins]).toEqual(['http://127.0.0.1:20000', 'https://mall.localhost:20001']);
  for (const url of [
    'http://127.0.0.1:20000/demo.html',
    'ws://127.0.0.1:20000/desk',
    'https://mall.localhost:20001/basket',
    'blob:http://127.0.0.1:20000/5f0c',
  ]) {
    expect(mayReach(url, origins), url).toBe(true);
  }
  for (const url of [
    'http://127.0.0.1:20002/',
    'http://mall.localhost:20001/',
    'https://mall.localhost/',
    'https://user:pass@mall.localhost:20001/',
    'https://mall.localhost.example:20001/',
    'blob:https://mall.example/1',
    'file:///etc/passwd',
    'nonsense',
  ]) {
    expect(mayReach(url, origins), url).toBe(false);
  }
  expect(isDemoHost('mall.localhost', origins)).toBe(true);
  expect(isDemoHost('127.0.0.1', origins)).toBe(false);
  expect(isDemoHost('mall.example', origins)).toBe(false);
});
