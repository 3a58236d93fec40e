/**
 * A station's line to its party's service: the desk contract over mutual TLS, that comes back by itself. It believes the
 * party's station authority alone, so that whatever says `station-revoked` here is the service itself.
 */
import { WebSocket } from 'ws';
import type { DeskEvent, DeskReply, Topic } from '#shared/desk/contract.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { DESK_PATH, REVOKED_CODE, type Welcome } from './pair-message.ts';

/** `cut-off`: tried, and trying again. `revoked`: for good. */
export type LineState = 'connecting' | 'online' | 'cut-off' | 'revoked';

export interface LineCall {
  /** The clerk at the station, for the service's trail. */
  readonly who: string;
  /** For a call that may be sent again: it is then done once. */
  readonly once?: { readonly id: string; readonly at: string };
}

export interface StationLine {
  /**
   * Fails with `unavailable` while the line is down, and when it broke before the answer came – the call may have been
   * done then; with `station-revoked` for ever after; and as the service answers.
   */
  call(command: string, input: unknown, by: LineCall): Promise<Result<unknown>>;
  state(): LineState;
  /** Told the present state at once, and each that follows. Returns what ends it. */
  onState(listener: (state: LineState) => void): () => void;
  /** Something changed at the service; after every reconnection whatever was missed has to be asked for again. */
  onChanged(listener: (topic: Topic) => void): () => void;
  close(): Promise<void>;
}

export interface StationLineSetting {
  /** `host:port`. */
  readonly service: string;
  /** PEM of the party's station authority. */
  readonly authority: string;
  /** What the station shows: `tlsContext('station')` of its vault. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** Told what broke on our own side, and once each time the line goes down. */
  readonly report: (error: unknown) => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;
/** A line that is dead without a word is noticed after at most twice this. */
const BEAT_MS = 4000;
const LARGEST_MESSAGE = 30_000_000;

type Message = DeskReply | DeskEvent | Welcome;

export function openStationLine({ service, authority, tls, report }: StationLineSetting): StationLine {
  const states = new Set<(state: LineState) => void>();
  const changes = new Set<(topic: Topic) => void>();
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let state: LineState = 'connecting';
  let socket: WebSocket | undefined;
  let wait = FIRST_WAIT_MS;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;
  let last = 0;

  function become(next: LineState): void {
    if (state === next) return;
    state = next;
    for (const listener of states) listener(next);
  }

  function giveUpWaiting(): void {
    const failure = fail(state === 'revoked' ? 'station-revoked' : 'unavailable');
    for (const answer of waiting.values()) answer(failure);
    waiting.clear();
  }

  function connect(): void {
    const opening = new WebSocket(`wss://${service}${DESK_PATH}`, {
      ca: authority,
      key: tls.key,
      cert: tls.cert,
      minVersion: 'TLSv1.3',
      handshakeTimeout: 2 * BEAT_MS,
      maxPayload: LARGEST_MESSAGE,
      perMessageDeflate: false,
    });
    socket = opening;
    let alive = true;
    const beat = setInterval(() => {
      if (opening.readyState !== WebSocket.OPEN) return;
      if (!alive) return opening.terminate();
      alive = false;
      opening.ping();
    }, BEAT_MS);
    opening.on('pong', () => (alive = true));
    opening.on('message', (data: Buffer) => {
      alive = true;
      hear(data.toString('utf8'));
    });
    opening.on('error', (error) => {
      if (state !== 'cut-off' && !closed) report(error);
    });
    opening.on('close', (code) => {
      clearInterval(beat);
      if (socket === opening) socket = undefined;
      if (code === REVOKED_CODE) {
        become('revoked');
        giveUpWaiting();
        return;
      }
      if (!closed) become('cut-off');
      giveUpWaiting();
      if (closed) return;
      retry = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  }

  function hear(text: string): void {
    const message = parse(text);
    if (!message) return;
    // An open connection alone may be one that is about to be ended.
    if ('welcome' in message) {
      wait = FIRST_WAIT_MS;
      return become('online');
    }
    if ('changed' in message) {
      for (const listener of changes) listener(message.changed);
      return;
    }
    waiting.get(message.id)?.(message.ok ? ok(message.value) : { ok: false, error: message.error });
    waiting.delete(message.id);
  }

  connect();
  return {
    call: (command, input, by) => {
      if (state === 'revoked') return Promise.resolve(fail('station-revoked'));
      const open = socket;
      if (state !== 'online' || open?.readyState !== WebSocket.OPEN) return Promise.resolve(fail('unavailable'));
      const id = ++last;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        open.send(JSON.stringify({ id, command, input, ...by }));
      });
    },
    state: () => state,
    onState: (listener) => {
      states.add(listener);
      listener(state);
      return () => states.delete(listener);
    },
    onChanged: (listener) => {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      const open = socket;
      if (!open) return;
      const ended = new Promise((resolve) => open.once('close', resolve));
      open.terminate();
      await ended;
    },
  };
}

function parse(text: string): Message | undefined {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
}
