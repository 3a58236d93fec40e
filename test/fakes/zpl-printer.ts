/**
 * A label printer that speaks ZPL on a real socket: keeps a buffer, "prints" at a pace, answers `~HS` and `~HQES`, runs
 * out of paper in the middle, opens its head, pauses, hangs, drops the line, is switched off – and records what came out.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { atEnd } from '../builders/a-folder.ts';

export interface ZplPrinterBehaviour {
  /** Milliseconds a label. */
  readonly pace?: number;
  /** Labels on the roll. */
  readonly paper?: number;
  /** As newer firmware: no answer to `~HS` while it can't print. */
  readonly silentInTrouble?: boolean;
  /** As clones: no answer to `~HQES`. */
  readonly tellsErrors?: boolean;
  /** Stored pictures are counted. */
  readonly countsGraphics?: boolean;
}

export interface ZplPrinterDouble {
  readonly port: number;
  /** What came out, as it was sent, in order. */
  readonly printed: readonly string[];
  /** Labels that it holds. */
  readonly held: number;
  /** Labels that it took in, printed or not. */
  readonly taken: number;
  readonly connections: number;
  refill(labels: number): void;
  headOpen: boolean;
  paused: boolean;
  /** Takes bytes and says nothing. */
  hanging: boolean;
  /** Cuts every line; what has arrived is printed all the same. */
  cut(): void;
  /** Cuts every line the moment so many bytes more have come in; the rest never arrives. */
  cutAfter(bytes: number): void;
  /** Loses what it holds, and what it remembered. */
  switchOff(): Promise<void>;
  switchOn(): Promise<void>;
}

export async function startZplPrinter(behaviour: ZplPrinterBehaviour = {}): Promise<ZplPrinterDouble> {
  const { pace = 1, silentInTrouble = false, tellsErrors = true, countsGraphics = true } = behaviour;
  let paper = behaviour.paper ?? Infinity;
  let formats: string[] = [];
  let graphics = new Set<string>();
  let partial = false;
  let bytesToCut = Infinity;
  let taken = 0;
  let connections = 0;
  let server: Server;
  let port = 0;
  const printed: string[] = [];
  const lines = new Set<Socket>();
  const self = {
    headOpen: false,
    paused: false,
    hanging: false,
    printed,
    get port() {
      return port;
    },
    get held() {
      return formats.length;
    },
    get taken() {
      return taken;
    },
    get connections() {
      return connections;
    },
    refill: (labels: number): void => {
      paper = labels;
    },
    cut,
    cutAfter: (bytes: number): void => {
      bytesToCut = bytes;
    },
    switchOff: async (): Promise<void> => {
      formats = [];
      graphics = new Set();
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    switchOn: (): Promise<void> => listen(port),
  };

  const inTrouble = (): boolean => paper === 0 || self.headOpen;
  const timer = setInterval(() => {
    if (inTrouble() || self.paused) return;
    const format = formats.shift();
    if (format === undefined) return;
    printed.push(format);
    paper--;
  }, pace);

  const flag = (on: boolean): string => (on ? '1' : '0');
  function hostStatus(): string {
    const waiting = String(Math.max(0, formats.length - 1)).padStart(3, '0');
    const left = String(Math.min(1, formats.length)).padStart(8, '0');
    const stored = String(countsGraphics ? graphics.size : 0).padStart(3, '0');
    const first = `030,${flag(paper === 0)},${flag(self.paused || inTrouble())},1199,${waiting},0,0,${flag(partial)},000,0,0,0`;
    return [first, `001,0,${flag(self.headOpen)},0,0,2,6,0,${left},1,${stored}`, '1234,0']
      .map((each) => `\x02${each}\x03\r\n`)
      .join('');
  }
  function hostErrors(): string {
    const bits = (paper === 0 ? 1 : 0) | (self.headOpen ? 4 : 0) | (self.paused ? 0x10000 : 0);
    const hex = bits.toString(16).padStart(8, '0').toUpperCase();
    const said = `PRINTER STATUS\r\n   ERRORS:         ${flag(bits !== 0)} 00000000 ${hex}\r\n   WARNINGS:       0 00000000 00000000\r\n`;
    return `\x02${said}\x03`;
  }

  /** Eats one command from the front of `text`; what is left, or undefined while none is whole. */
  function eat(text: string, socket: Socket): string | undefined {
    const start = /^[\r\n]+/.exec(text)?.[0].length ?? 0;
    const rest = text.slice(start);
    if (rest === '') return undefined;
    if (rest.startsWith('^XA')) {
      const end = rest.indexOf('^XZ');
      partial = end < 0;
      if (end < 0) return undefined;
      formats.push(rest.slice(0, end + 3));
      taken++;
      return rest.slice(end + 3);
    }
    const command = ['~HS', '~HQES', '~JX', '~DG'].find((name) => rest.startsWith(name));
    if (command === undefined) {
      if (rest.length < 5) return undefined;
      throw new Error(`not ZPL that this printer knows: ${rest.slice(0, 20)}`);
    }
    if (command === '~DG') {
      const end = rest.indexOf('\n');
      if (end < 0) return undefined;
      graphics.add(rest.slice(3, rest.indexOf(',')));
      return rest.slice(end + 1);
    }
    if (!self.hanging) {
      if (command === '~HS' && !(silentInTrouble && inTrouble())) socket.write(hostStatus());
      if (command === '~HQES' && tellsErrors) socket.write(hostErrors());
    }
    return rest.slice(command.length);
  }

  function serve(socket: Socket): void {
    connections++;
    lines.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      lines.delete(socket);
      partial = false;
    });
    socket.on('data', (data) => {
      const arrived = data.subarray(0, Math.min(data.length, bytesToCut));
      bytesToCut -= arrived.length;
      text += arrived.toString('latin1');
      for (let left = eat(text, socket); left !== undefined; left = eat(text, socket)) text = left;
      if (bytesToCut === 0) {
        bytesToCut = Infinity;
        cut();
      }
    });
  }
  function cut(): void {
    for (const socket of lines) socket.destroy();
  }

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server = createServer({ noDelay: true }, serve);
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  port = (server!.address() as { port: number }).port;
  atEnd(() => {
    clearInterval(timer);
    cut();
    server.close();
  });

  return self;
}
