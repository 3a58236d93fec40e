/**
 * The desk door: staff screens, over a WebSocket on the loopback interface or a MessagePort of the desktop shell; the
 * same contract on both.
 */
import type { FastifyInstance } from 'fastify';
import type { DeskMessage, Topic } from '#shared/desk/contract.ts';
import type { DeskPort } from '#shared/desk/bridge.ts';
import type { Seats } from '#main/staff/index.ts';
import type { Changes } from '#main/storage/index.ts';
import { type DeskTable, openDeskCalls } from './desk-calls.ts';
import { buildLoopbackDoor, type LoopbackDoorSetting, type ScreenLine } from './loopback-door.ts';

interface DeskSetting {
  readonly table: DeskTable;
  readonly seats: Seats;
  readonly changes: Changes<Topic>;
  readonly report: (error: unknown) => void;
}

export type DeskDoorSetting = DeskSetting & Omit<LoopbackDoorSetting, 'openLine'>;

export function buildDeskDoor(setting: DeskDoorSetting): Promise<FastifyInstance> {
  return buildLoopbackDoor({ ...setting, openLine: (say) => openDeskLine(setting, say) });
}

/** The same desk for the shell's port: it is the shell's own process that holds the other end. */
export function serveDeskPort(port: DeskPort, setting: DeskSetting): void {
  const line = openDeskLine(setting, (message) => port.postMessage(message));
  port.on('message', ({ data }) => void line.receive(data));
  port.on('close', () => line.close?.());
  port.start();
}

function openDeskLine({ table, seats, changes, report }: DeskSetting, say: (message: DeskMessage) => void): ScreenLine {
  const calls = openDeskCalls(table, seats, say, report);
  const end = changes.listen((changed) => say({ changed }));
  return { receive: (message) => calls.receive(message), close: end };
}
