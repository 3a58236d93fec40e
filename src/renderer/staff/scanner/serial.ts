/**
 * Scanners on a serial port (Web Serial). A port is granted once by a person and opened by itself from then on; what
 * comes in is cut at line ends and handed on as scans.
 */
/// <reference types="w3c-web-serial" />
import { create } from 'zustand';
import { receiveText } from './arrivals.ts';
import type { SerialChoice, SerialEnd } from './serial-choice.ts';

export type SerialState = 'unavailable' | 'none' | 'open' | 'lost' | 'failed';

interface SerialStore {
  readonly state: SerialState;
  /** USB vendor and product as hex; absent for built-in ports. */
  readonly name?: string;
}

export const useSerial = create<SerialStore>()(() => ({ state: serialOf() ? 'none' : 'unavailable' }));

/** A code never takes longer (ms); where no line end is sent, this silence is one. */
const SILENCE = 60;
const LONGEST = 4096;

interface OpenPort {
  readonly port: SerialPort;
  /** Ends with the port closed. */
  stop(): Promise<void>;
}

let open: OpenPort | undefined;

function serialOf(): Serial | undefined {
  return 'serial' in navigator ? navigator.serial : undefined;
}

/** Opens the port that was granted before, now and whenever it is plugged in. Returns how to end it. */
export function followSerial(choice: () => SerialChoice): () => void {
  const serial = serialOf();
  if (!serial) return () => undefined;
  const openKnown = async (): Promise<void> => {
    const [port] = open ? [] : await serial.getPorts();
    if (port) await openPort(port, choice());
  };
  const onConnect = (): void => void openKnown();
  serial.addEventListener('connect', onConnect);
  void openKnown();
  return () => {
    serial.removeEventListener('connect', onConnect);
    void closeSerial();
  };
}

/** Asks for a port: only a person's own key or click may. */
export async function connectSerial(choice: SerialChoice): Promise<void> {
  const serial = serialOf();
  if (!serial) return;
  let port: SerialPort;
  try {
    port = await serial.requestPort();
  } catch {
    // Nothing chosen.
    return;
  }
  await closeSerial();
  await openPort(port, choice);
}

/** Another baud rate or line end: the port is opened anew. */
export async function reopenSerial(choice: SerialChoice): Promise<void> {
  const port = open?.port;
  if (!port) return;
  await closeSerial();
  await openPort(port, choice);
}

/** Takes the grant back, too: it does not open by itself again. */
export async function forgetSerial(): Promise<void> {
  const port = open?.port;
  await closeSerial();
  await port?.forget();
  useSerial.setState({ state: 'none', name: undefined });
}

async function closeSerial(): Promise<void> {
  const closing = open;
  open = undefined;
  await closing?.stop();
}

async function openPort(port: SerialPort, { baud, end }: SerialChoice): Promise<void> {
  try {
    await port.open({ baudRate: baud });
  } catch {
    useSerial.setState({ state: 'failed', name: portName(port) });
    return;
  }
  const reader = port.readable?.getReader();
  if (!reader) return;
  const mine: OpenPort = {
    port,
    stop: async () => {
      await reader.cancel().catch(() => undefined);
      await reading;
    },
  };
  open = mine;
  useSerial.setState({ state: 'open', name: portName(port) });
  const reading = follow();

  async function follow(): Promise<void> {
    const lost = await readPort(port, reader!, end);
    if (open !== mine) return;
    open = undefined;
    if (lost) useSerial.setState({ state: 'lost' });
  }
}

/** Until the port is closed; true when it went away by itself. */
async function readPort(
  port: SerialPort,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  end: SerialEnd,
): Promise<boolean> {
  const lines = openLines(end, (line, ms) => receiveText(line, 'serial', ms));
  const decoder = new TextDecoder();
  let lost = false;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      lines.take(decoder.decode(value, { stream: true }));
    }
  } catch {
    lost = true;
  }
  lines.close();
  reader.releaseLock();
  await port.close().catch(() => undefined);
  return lost;
}

const ENDS: Readonly<Record<SerialEnd, RegExp | undefined>> = { any: /[\r\n]+/, cr: /\r/, lf: /\n/, none: undefined };

/** Cuts a stream of characters into codes. @param onLine with the milliseconds from its first character to its last */
export function openLines(
  end: SerialEnd,
  onLine: (line: string, ms: number) => void,
): { take(text: string): void; close(): void } {
  let rest = '';
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const finish = (line: string): void => {
    // Control characters are a scanner's own framing: STX, ETX.
    const text = [...line].filter((character) => character >= ' ').join('');
    if (text.trim() !== '') onLine(text, performance.now() - since);
  };
  return {
    take(text) {
      clearTimeout(timer);
      if (rest === '') since = performance.now();
      rest = (rest + text).slice(-LONGEST);
      const separator = ENDS[end];
      if (separator) {
        const lines = rest.split(separator);
        rest = lines.pop() ?? '';
        for (const line of lines) finish(line);
      } else {
        timer = setTimeout(() => {
          finish(rest);
          rest = '';
        }, SILENCE);
      }
    },
    close: () => clearTimeout(timer),
  };
}

function portName(port: SerialPort): string | undefined {
  const { usbVendorId, usbProductId } = port.getInfo();
  const hex = (id: number | undefined): string => (id ?? 0).toString(16).padStart(4, '0');
  return usbVendorId === undefined ? undefined : `${hex(usbVendorId)}:${hex(usbProductId)}`;
}
