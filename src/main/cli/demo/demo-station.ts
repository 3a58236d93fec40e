/** A station of a demo group's party: paired through the desk and the station door, a process with a clerk at its screen. */
import { join } from 'node:path';
import type { StationKind } from '#shared/desk/stations.ts';
import { expectOk } from '#shared/result.ts';
import { DEMO_COST } from '#main/vault/index.ts';
import { makeStation } from '../station.ts';
import { type CoreRole, freePort } from './demo-party.ts';
import { type DeskClient, openDesk } from './desk-client.ts';
import type { DemoGroup } from './group.ts';
import { type PartyProcess, startPartyProcess } from './party-process.ts';

/** Players of the group: whoever drives has a drawer of their own. */
const CLERK_OF: Readonly<Record<StationKind, string>> = {
  bench: '佐藤',
  gate: '佐藤',
  van: '鈴木',
  forwarding: '佐藤',
};

export interface DemoStation {
  readonly id: string;
  readonly folder: string;
  readonly process: PartyProcess;
  readonly desk: DeskClient;
  stop(): Promise<void>;
}

export interface DemoStationChoice {
  /** Whose station it is. */
  readonly role: CoreRole;
  readonly kind: StationKind;
  /** Carrier: code of the depot. */
  readonly depot?: string;
  readonly passphrase: string;
  /** Writes what the process prints beside the station's folder. */
  readonly capture?: boolean;
}

/** Its folder lies in the group's and is called as its kind. */
export async function startDemoStation(group: DemoGroup, choice: DemoStationChoice): Promise<DemoStation> {
  const { role, kind, depot, passphrase, capture } = choice;
  const folder = join(group.folder, kind);
  const { desk: office } = group.parties[role];
  const { code, service } = await office.ask('stations.pair', {
    name: kind,
    kind,
    ...(depot !== undefined && { depot }),
  });
  const to = { code, service, port: await freePort() };
  const { station } = expectOk(await makeStation(folder, to, passphrase, { scrypt: DEMO_COST }));
  const evidence = { output: `${folder}-output.log`, temporary: `${folder}-temporary` };
  const process = await startPartyProcess(folder, passphrase, capture ? evidence : undefined);
  const desk = await openDesk(process.deskLink(), CLERK_OF[kind]).catch(async (error: unknown) => {
    await process.stop();
    throw error;
  });
  return {
    id: station.id,
    folder,
    process,
    desk,
    stop: async () => {
      desk.close();
      await process.stop();
    },
  };
}
