/**
 * The desk's line to its party, chosen here and nowhere else: through the desktop shell where there is one, by
 * WebSocket in a browser. Screens call; they must never know which it is.
 */
import type { TokumeiBridge } from '#shared/desk/bridge.ts';
import { createDeskClient, type OpenLine } from './desk-client.ts';
import { openWebSocketLine } from './web-socket-line.ts';

declare global {
  interface Window {
    readonly tokumei?: TokumeiBridge;
  }
}

function openShellLine(bridge: TokumeiBridge): OpenLine {
  return (end) => {
    const line = bridge.connect((message) => end.receive(message));
    queueMicrotask(() => end.turn('open'));
    return line;
  };
}

export const desk = createDeskClient(window.tokumei ? openShellLine(window.tokumei) : openWebSocketLine);
