import type { CommandName, DeskMessage, Input, Output } from '#shared/desk/contract.ts';
import { expectOk, type Result } from '#shared/result.ts';

/** Sits at a party's desk through the loopback WebSocket, as its screens do. */
export interface DeskClient {
  call<N extends CommandName>(name: N, input: Input<N>): Promise<Result<Output<N>>>;
  /** As `call`, for what can't fail here. */
  ask<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>>;
  close(): void;
}

/** Of accounts that a client makes itself, in a party where nobody has one. */
export const CLIENT_SECRET = '4826-clerk-8264';

/**
 * Uses up the one-time link and signs in: in a demo group as its player of this name, or else as its administrator; at
 * any other party as `clerk`, whose account is made where nobody has one.
 */
export async function openDesk(link: string, clerk: string): Promise<DeskClient> {
  const { origin, hash } = new URL(link);
  const token = new URLSearchParams(hash.slice(1)).get('token');
  const session = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  });
  if (!session.ok) throw new Error(`the desk answered ${session.status}`);
  const signIn = JSON.stringify(await session.json());

  const socket = new WebSocket(`${origin.replace('http', 'ws')}/desk`, { headers: { origin } } as never);
  const waiting = new Map<number, (result: Result<never>) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as DeskMessage;
    if ('changed' in message) return;
    waiting.get(message.id)?.(message as Result<never>);
    waiting.delete(message.id);
  });
  socket.addEventListener('close', () => {
    for (const settle of waiting.values()) settle({ ok: false, error: { code: 'unavailable' } });
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket.send(signIn)), { once: true });
    socket.addEventListener('error', () => reject(new Error('the desk refused the connection')), { once: true });
  });

  const call = <N extends CommandName>(command: N, input: Input<N>): Promise<Result<Output<N>>> =>
    new Promise((resolve) => {
      const id = ++last;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, command, input }));
    });
  const client: DeskClient = {
    call,
    ask: async (name, input) => expectOk(await call(name, input)),
    close: () => socket.close(),
  };
  await sitDown(client, clerk);
  return client;
}

async function sitDown({ ask, call }: DeskClient, clerk: string): Promise<void> {
  const { first, players = [] } = await ask('office.sign', {});
  const player = players.find(({ name }) => name === clerk) ?? players[0];
  const { name, secret } = player ?? { name: clerk, secret: CLIENT_SECRET };
  if (first) expectOk(await call('accounts.first', { name, secret }));
  await ask('office.enter', { clerk: name, secret });
}
