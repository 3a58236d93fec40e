/**
 * A first run as the service serves it: the setup's screens on the port that will be the desk's. When the party is made,
 * the door closes and whoever started this goes on with the party; the screens' sessions and ports go with it.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeskPort } from '#shared/desk/bridge.ts';
import { ok, type Result } from '#shared/result.ts';
import { buildLoopbackDoor } from '#main/doors/desk/loopback-door.ts';
import { type MadeParty, openSetup, openSetupCalls, type SetupOptions } from '#main/setup/index.ts';
import { freeDeskPort } from '#main/setup/proposal.ts';

export interface FirstRunOptions extends Pick<SetupOptions, 'startDemo' | 'scrypt'> {
  /** Told a fresh one-time link when the door listens, and whenever one was used. */
  readonly offerLink: (link: string) => void;
  readonly report: (error: unknown) => void;
}

export interface FirstRun {
  /** Resolves when everything lies in the party's folder and no screen of the setup is served any more. */
  readonly made: Promise<MadeParty & HandedOver>;
  /** Adds a screen of the desktop shell. */
  serveDeskPort(port: DeskPort): void;
  stop(): Promise<void>;
}

/** What the party's desk takes over from the setup's screens. */
export interface HandedOver {
  /** Hashes of their sessions. */
  readonly sessions: Set<string>;
  readonly ports: readonly DeskPort[];
}

const STAFF_PAGES = join(fileURLToPath(new URL('../../dist/', import.meta.url)), 'staff');
const PAGE = 'setup.html';

/** Fails as `openSetup` does. */
export async function startFirstRun(folder: string, options: FirstRunOptions): Promise<Result<FirstRun>> {
  const { offerLink, report, startDemo, scrypt } = options;
  const deskPort = await freeDeskPort();
  const opened = await openSetup({
    folder,
    deskPort,
    ...(startDemo && { startDemo }),
    ...(scrypt && { scrypt }),
  });
  if (!opened.ok) return opened;
  const setup = opened.value;
  const sessions = new Set<string>();
  const ports: DeskPort[] = [];
  let over = false;
  const { promise: made, resolve } = Promise.withResolvers<MadeParty & HandedOver>();
  const handOver = async (party: MadeParty): Promise<void> => {
    over = true;
    // Its screens are told by the closing of their lines, after the last answer.
    await door.close();
    resolve({ ...party, sessions, ports });
  };
  const onFinished = (party: MadeParty): void => void handOver(party).catch(report);
  const door = await buildLoopbackDoor({
    assets: STAFF_PAGES,
    index: PAGE,
    port: deskPort,
    report,
    sessions,
    offerToken: (token) => {
      if (!over) offerLink(`http://127.0.0.1:${deskPort}/${PAGE}#token=${token}`);
    },
    openLine: (say) => openSetupCalls(setup, onFinished, say, report),
  });
  await door.listen({ host: '127.0.0.1', port: deskPort });
  return ok({
    made,
    serveDeskPort: (port) => {
      const calls = openSetupCalls(setup, onFinished, (message) => port.postMessage(message), report);
      ports.push(port);
      port.on('message', ({ data }) => {
        if (!over) void calls.receive(data);
      });
      port.start();
    },
    stop: async () => {
      setup.close();
      door.server.closeAllConnections();
      await door.close();
    },
  });
}
