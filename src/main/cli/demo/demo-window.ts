/** Serves the demo group's one window on this machine: its page shows the desks in frames and asks here how the story goes. */
import { join } from 'node:path';
import { z } from 'zod';
import {
  type DemoCommandName,
  demoCommands,
  type DemoInput,
  type DemoOutput,
  type DemoState,
} from '#shared/desk/demo.ts';
import type { DemoShown } from '#shared/desk/bridge.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { buildLoopbackDoor } from '#main/doors/desk/loopback-door.ts';
import { PLAYERS } from '#main/staff/index.ts';
import { readCsvRows } from '#main/storage/index.ts';
import { spkiPin } from '#main/vault/index.ts';
import { HOME } from '../built-pages.ts';
import type { DemoGroup } from './group.ts';
import { readSample } from './read-sample.ts';
import { openStory } from './story.ts';

const PAGE = 'demo.html';

const requestSchema = z.object({ id: z.int(), command: z.string(), input: z.unknown() });

export interface DemoWindow {
  /** The link of now: each opens the window once. */
  shown(): DemoShown;
  stop(): Promise<void>;
}

type Handlers = { readonly [N in DemoCommandName]: (input: DemoInput<N>) => Promise<Result<DemoOutput<N>>> };

/**
 * @param port that the parties' desks were told, as the only place that may show them in frames
 * @param offer told the window's link when it opens, and whenever one was used
 */
export async function openDemoWindow(
  group: DemoGroup,
  port: number,
  offer: (shown: DemoShown) => void = () => undefined,
): Promise<DemoWindow> {
  const { mall, credit, carrier } = group.parties;
  const desks = { mall, credit, carrier };
  const originOf = (desk: keyof typeof desks): string => `http://127.0.0.1:${desks[desk].config.desk.port}`;
  const story = openStory(group);
  const card = await sampleCard();
  const [player] = PLAYERS;
  const look = async (): Promise<DemoState> => ({
    parties: {
      mall: { name: mall.config.name, origin: originOf('mall') },
      credit: { name: credit.config.name, origin: originOf('credit') },
      carrier: { name: carrier.config.name, origin: originOf('carrier') },
    },
    player: { name: player.name, secret: player.secret },
    shop: mall.config.public.url,
    card,
    ...(await story.look()),
  });
  const handlers: Handlers = {
    'demo.look': async () => ok(await look()),
    'demo.desk': async ({ desk }) => ok({ link: group.parties[desk].process.deskLink() }),
    'demo.compare': async () => ok(await story.compare()),
    'demo.root': async () => ok({ pem: group.rootPem }),
    'demo.again': async () => {
      story.again();
      return ok(await look());
    },
  };
  let shown: DemoShown = { link: '', origins: [], pins: [] };
  const door = await buildLoopbackDoor({
    assets: join(HOME, 'dist/staff'),
    index: PAGE,
    port,
    report: () => undefined,
    frames: { shown: [originOf('mall'), originOf('credit'), originOf('carrier')] },
    offerToken: (token) => {
      shown = {
        link: `http://127.0.0.1:${port}/${PAGE}#token=${token}`,
        origins: [
          `http://127.0.0.1:${port}`,
          originOf('mall'),
          originOf('credit'),
          originOf('carrier'),
          ...[mall, credit, carrier].map(({ config }) => config.public.url),
        ],
        pins: [spkiPin(group.rootPem)],
      };
      offer(shown);
    },
    openLine: (say) => ({ receive: async (message) => void (await answer(handlers, message, say)) }),
  });
  await door.listen({ host: '127.0.0.1', port });
  return {
    shown: () => shown,
    stop: async () => {
      door.server.closeAllConnections();
      await door.close();
    },
  };
}

/** The first of the sample customers plays the buyer. */
async function sampleCard(): Promise<DemoState['card']> {
  const columns = ['card_number', 'password', 'check_words'];
  const { record } = expectOk(readCsvRows(await readSample('customers.csv'), columns)).rows[0]!;
  return { number: record['card_number']!, password: record['password']!, words: record['check_words']!.split('|') };
}

async function answer(handlers: Handlers, message: unknown, say: (reply: object) => void): Promise<void> {
  const request = requestSchema.safeParse(message);
  if (!request.success) return;
  const { id, command, input } = request.data;
  say({ id, ...(await call(handlers, command, input)) });
}

async function call(handlers: Handlers, command: string, input: unknown): Promise<Result<unknown>> {
  if (!Object.hasOwn(demoCommands, command)) return fail('not-found', 'command');
  const name = command as DemoCommandName;
  const parsed = demoCommands[name].input.safeParse(input);
  if (!parsed.success) return fail('field-invalid');
  // A party that is being started anew answers in a moment.
  return (handlers[name] as (input: unknown) => Promise<Result<unknown>>)(parsed.data).catch(() => fail('unavailable'));
}
