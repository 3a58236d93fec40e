import { expect, test } from 'vitest';
import { buildLoopbackDoor, type LoopbackDoorSetting } from '#main/doors/desk/loopback-door.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';

const PORT = 20_999;
const headers = { host: `127.0.0.1:${PORT}` };

async function aLoopbackDoor(setting: Partial<LoopbackDoorSetting> = {}) {
  const door = await buildLoopbackDoor({
    assets: aFolder(),
    port: PORT,
    report: () => undefined,
    offerToken: () => undefined,
    openLine: () => ({ receive: async () => undefined }),
    ...setting,
  });
  atEnd(() => door.close());
  const policy = async (): Promise<string> =>
    String((await door.inject({ url: '/nothing', headers })).headers['content-security-policy']);
  return { door, policy };
}

test('a page stands in nobody’s frame, and shows nobody’s', async () => {
  const { policy } = await aLoopbackDoor();
  expect(await policy()).toContain("frame-ancestors 'none'");
  expect(await policy()).toMatch(/frame-src 'self' blob:(;|$)/);
});

test('a demo desk stands in the frame of the one window that was named', async () => {
  const window = await aLoopbackDoor({ frames: { shown: ['http://127.0.0.1:21001'] } });
  expect(await window.policy()).toContain("frame-src 'self' blob: http://127.0.0.1:21001;");
  expect(await window.policy()).toContain("frame-ancestors 'none'");
  const desk = await aLoopbackDoor({ frames: { by: 'http://127.0.0.1:21000' } });
  expect(await desk.policy()).toMatch(/frame-ancestors http:\/\/127\.0\.0\.1:21000$/);
});

test('a session that was handed over goes on, and one of another door does not', async () => {
  let offered = '';
  const sessions = new Set<string>();
  const first = await aLoopbackDoor({ sessions, offerToken: (token) => (offered = token) });
  await first.door.listen({ host: '127.0.0.1', port: 0 });
  const given = await first.door.inject({
    method: 'POST',
    url: '/session',
    headers: { ...headers, 'content-type': 'application/json' },
    payload: JSON.stringify({ token: offered }),
  });
  expect(given.statusCode).toBe(200);
  // What is handed over are hashes: whoever read the memory could not sign in with them.
  expect(sessions.size).toBe(1);
  expect([...sessions]).not.toContain(given.json<{ session: string }>().session);
});
