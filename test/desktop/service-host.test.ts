import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { type ServiceProcess, startService } from '#main/desktop/service-host.ts';

const started: Worker[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.terminate()));
});

/** A thread in place of Electron's process: real ports, real exit. It answers as `src/main/service.ts` must. */
function aService(behaviour = ''): ServiceProcess<MessagePort> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ order, ports }) => {
       ${behaviour}
       if (order.start) parentPort.postMessage(
         order.start.passphrase === 'right horse'
           ? { ready: order.start.wantDeviceKey ? { deviceKey: 'a2V5' } : {} }
           : { failed: 'wrong-passphrase' });
       if (order.desk) ports[0].on('message', (request) => ports[0].postMessage({ id: request.id, ok: true, value: 'here' }));
       if (order.stop) process.exit(0);
     });`,
    { eval: true },
  );
  started.push(worker);
  return {
    postMessage: (order, ports) => worker.postMessage({ order, ports }, ports),
    on: (event: string, listener: (value: number) => void) => worker.on(event, listener),
    kill: () => void worker.terminate(),
  };
}

test('a desk connection goes straight to the service', async () => {
  const opened = await startService(aService(), { dir: '/party', passphrase: 'right horse' });
  if (!opened.ok) throw new Error(opened.error.code);
  const { port1, port2 } = new MessageChannel();
  const reply = new Promise((resolve) => port2.once('message', resolve));
  opened.value.connectDesk(port1);
  port2.postMessage({ id: 7, command: 'office.card', input: {} });
  expect(await reply).toEqual({ id: 7, ok: true, value: 'here' });
  port2.close();
  await opened.value.stop();
  expect(await opened.value.ended).toBe(0);
});

test('the device key comes only when it was wanted', async () => {
  const wanted = await startService(aService(), { dir: '/p', passphrase: 'right horse', wantDeviceKey: true });
  expect(wanted).toMatchObject({ ok: true, value: { deviceKey: 'a2V5' } });
  const unwanted = await startService(aService(), { dir: '/p', passphrase: 'right horse' });
  expect(unwanted.ok && unwanted.value.deviceKey).toBeUndefined();
});

test('a refusal is told by its code, and the process does not stay', async () => {
  const service = aService();
  const gone = new Promise((resolve) => service.on('exit', resolve));
  expect(await startService(service, { dir: '/p', passphrase: 'wrong' })).toEqual({
    ok: false,
    error: { code: 'wrong-passphrase' },
  });
  await gone;
});

test('a service that dies before it answers is a failure, not a wait', async () => {
  expect(await startService(aService('process.exit(3);'), { dir: '/p', passphrase: 'right horse' })).toMatchObject({
    ok: false,
    error: { code: 'internal' },
  });
});

test('what is no answer does not count as one', async () => {
  const chatty = aService(`if (order.start) parentPort.postMessage('starting'); parentPort.postMessage(null);`);
  expect((await startService(chatty, { dir: '/p', passphrase: 'right horse' })).ok).toBe(true);
});

test('a service that does not stop is ended', async () => {
  const opened = await startService(aService('if (order.stop) return;'), { dir: '/p', passphrase: 'right horse' });
  if (!opened.ok) throw new Error(opened.error.code);
  await opened.value.stop(50);
  expect(await opened.value.ended).toBe(1);
});
