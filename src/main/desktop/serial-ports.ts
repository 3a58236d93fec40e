/**
 * Serial ports for scanners: Chromium brings no window to choose one in a shell. A person chooses once; that device,
 * and no other, is given to the desk from then on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, dialog, type SerialPort, type Session } from 'electron';
import { isOwnUrl } from './navigation.ts';
import type { Words } from './words.ts';

/** @param file where the chosen devices are remembered */
export function offerSerialPorts(session: Session, file: string, words: Words): void {
  const chosen = readChosen(file);
  session.setDevicePermissionHandler(
    ({ deviceType, origin, device }) =>
      deviceType === 'serial' && isOwnUrl(origin, 'desk') && chosen.has(portKey(device as SerialPort)),
  );
  session.on('select-serial-port', (event, ports, contents, choose) => {
    event.preventDefault();
    void answer(ports, BrowserWindow.fromWebContents(contents), choose);
  });

  async function answer(
    ports: readonly SerialPort[],
    window: BrowserWindow | null,
    choose: (portId: string) => void,
  ): Promise<void> {
    const port = await choosePort(ports, window, words);
    if (port) {
      chosen.add(portKey(port));
      writeFileSync(file, JSON.stringify([...chosen]));
    }
    // Empty: nothing was chosen.
    choose(port?.portId ?? '');
  }
}

async function choosePort(
  ports: readonly SerialPort[],
  window: BrowserWindow | null,
  words: Words,
): Promise<SerialPort | undefined> {
  const buttons = [...ports.map((port) => port.displayName ?? port.portName), words.cancel];
  const question = {
    message: ports.length === 0 ? words.noSerialPort : words.chooseSerialPort,
    buttons,
    cancelId: ports.length,
  };
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return ports[response];
}

/** The device, not the place where it is plugged in; a built-in port is its place. */
function portKey({ vendorId, productId, serialNumber, portName }: SerialPort): string {
  return vendorId === undefined ? portName : [vendorId, productId, serialNumber].join(':');
}

function readChosen(file: string): Set<string> {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new Set(Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : []);
  } catch {
    return new Set();
  }
}
