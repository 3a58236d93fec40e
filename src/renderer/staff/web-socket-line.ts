/**
 * The line of a screen in a browser: a one-time token becomes a session, then a WebSocket to the page's own origin.
 * The session is kept for this tab and this origin, port included, so that a reload goes on. Reconnects by itself,
 * slower and slower.
 */
import type { DeskMessage } from '#shared/desk/contract.ts';
import type { Line, LineEnd } from './desk-client.ts';

/** The door's close code for a screen it does not know. */
const REFUSED = 4401;
const SESSION = 'tokumei-desk-session';
const FIRST_WAIT = 250;
const LONGEST_WAIT = 5_000;

/** The token that the service printed into the link; taken out of the address bar at once. */
export function takeToken(): string | undefined {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (token === undefined) return undefined;
  history.replaceState(null, '', location.pathname);
  return token;
}

export function openWebSocketLine(end: LineEnd): Line {
  let token = takeToken();
  let socket: WebSocket | undefined;
  let wait = FIRST_WAIT;

  async function connect(): Promise<void> {
    if (token !== undefined && !(await tradeToken(token))) return retry();
    token = undefined;
    const session = sessionStorage.getItem(SESSION);
    if (session === null) return (await isServing()) ? end.turn('locked') : retry();
    const address = new URL('/desk', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const opening = new WebSocket(address);
    let opened = false;
    opening.addEventListener('open', () => {
      opened = true;
      wait = FIRST_WAIT;
      opening.send(JSON.stringify({ session }));
      socket = opening;
      end.turn('open');
    });
    opening.addEventListener('message', ({ data }) => end.receive(JSON.parse(String(data)) as DeskMessage));
    opening.addEventListener('close', async ({ code }) => {
      socket = undefined;
      if (code === REFUSED) sessionStorage.removeItem(SESSION);
      // A refused upgrade (HTTP 401) looks like no server at all, except that the page itself can still be fetched.
      if (code === REFUSED || (!opened && (await isServing()))) end.turn('locked');
      else retry();
    });
  }

  function retry(): void {
    end.turn('down');
    setTimeout(() => void connect(), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  void connect();
  return { send: (request) => socket?.send(JSON.stringify(request)) };
}

/** False only when nobody answered; a refused token may still stand beside a good session. */
async function tradeToken(token: string): Promise<boolean> {
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) sessionStorage.setItem(SESSION, ((await answer.json()) as { session: string }).session);
    return true;
  } catch {
    return false;
  }
}

async function isServing(): Promise<boolean> {
  try {
    return (await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
