/** A first run in a temporary folder, asked as its screens ask: through the calls that the service gives them. */
import { join } from 'node:path';
import type { DeskMessage } from '#shared/desk/contract.ts';
import type { PartyPlan, SetupCommandName, SetupInput, SetupOutput } from '#shared/desk/setup.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { type MadeParty, openSetup, openSetupCalls, type SetupOptions } from '#main/setup/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { CHEAP } from '../builders/a-party.ts';
import { freePort } from '#main/cli/demo/demo-party.ts';

export const PASS = 'plum-violet river 29 gates';

export interface TestSetup {
  readonly folder: string;
  /** Parties made so far: one at the most. */
  readonly made: readonly MadeParty[];
  /** Everything that was answered, as it went out. */
  readonly said: string[];
  readonly reports: unknown[];
  ask<N extends SetupCommandName>(name: N, input: SetupInput<N>): Promise<Result<SetupOutput<N>>>;
  /** As when the service ends: nothing but the disk is left. */
  stop(): void;
}

export async function aSetup(choice: Partial<SetupOptions> = {}): Promise<TestSetup> {
  const folder = choice.folder ?? join(aFolder(), 'party');
  const opened = expectOk(await openSetup({ folder, deskPort: await freePort(), scrypt: CHEAP, ...choice }));
  atEnd(() => opened.close());
  const made: MadeParty[] = [];
  const said: string[] = [];
  const reports: unknown[] = [];
  const waiting = new Map<number, (result: Result<never>) => void>();
  let last = 0;
  const calls = openSetupCalls(
    opened,
    (party) => made.push(party),
    (message: DeskMessage) => {
      said.push(JSON.stringify(message));
      if ('id' in message) waiting.get(message.id)?.(message as Result<never>);
    },
    (error) => reports.push(error),
  );
  return {
    folder,
    made,
    said,
    reports,
    ask: (command, input) =>
      new Promise((resolve) => {
        const id = ++last;
        waiting.set(id, resolve as (result: Result<never>) => void);
        void calls.receive({ id, command, input });
      }),
    stop: () => opened.close(),
  };
}

/** What a test wants of a plan; the rest is like any other. */
export type PlanChange = Partial<Omit<PartyPlan, 'id'> & { readonly id: string }>;

export async function aPlan(change: PlanChange = {}): Promise<SetupInput<'setup.describe'>> {
  return {
    role: 'mall',
    name: '見本マーケット',
    id: 'mall.localhost',
    publicPort: await freePort(),
    partnerPort: await freePort(),
    ...change,
  } as SetupInput<'setup.describe'>;
}

/** As far as the choice of certificates. */
export async function aSetupWithKeys(choice: Partial<SetupOptions> = {}, change: PlanChange = {}) {
  const setup = await aSetup(choice);
  expectOk(await setup.ask('setup.describe', await aPlan(change)));
  expectOk(await setup.ask('setup.choose-passphrase', { passphrase: PASS }));
  expectOk(await setup.ask('setup.recovery-sheet', { language: 'en' }));
  expectOk(await setup.ask('setup.recovery-kept', {}));
  return setup;
}
