/** What a staff screen sees of the desktop app: `window.tokumei` with its one call, and nothing of Electron or Node. */
import { contextBridge, ipcRenderer } from 'electron';
import type { TokumeiBridge } from '#shared/desk/bridge.ts';
import type { DeskMessage, DeskRequest } from '#shared/desk/contract.ts';
import { CHANNELS } from './channels.ts';

type TakePort = (port: MessagePort) => void;
const awaited = new Map<number, TakePort>();
let connections = 0;

ipcRenderer.on(CHANNELS.deskPort, (event, connection: number) => {
  const port = event.ports[0];
  if (port) awaited.get(connection)?.(port);
  awaited.delete(connection);
});

function connect(receive: (message: DeskMessage) => void): { send(request: DeskRequest): void } {
  const waiting: DeskRequest[] = [];
  let send = (request: DeskRequest): void => void waiting.push(request);
  const connection = ++connections;
  awaited.set(connection, (port) => {
    port.addEventListener('message', (event: MessageEvent<DeskMessage>) => receive(event.data));
    port.start();
    send = (request) => port.postMessage(request);
    waiting.splice(0).forEach(send);
  });
  ipcRenderer.send(CHANNELS.deskConnect, connection);
  return { send: ({ id, command, input }) => send({ id, command, input }) };
}

contextBridge.exposeInMainWorld('tokumei', { connect } satisfies TokumeiBridge);
