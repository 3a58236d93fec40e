/** A label printer for the leak test: takes ZPL on a socket, says that all of it came out, and keeps it as files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface LabelPrinter {
  readonly port: number;
  /** Labels that came out. */
  readonly labels: () => number;
  stop(): Promise<void>;
}

/** `~HS` and `~HQES` of a printer that has nothing to do and no fault (ZPL II Programming Guide). */
const STATUS = ['030,0,0,1199,000,0,0,0,000,0,0,0', '001,0,0,0,0,2,6,0,00000000,1,000', '1234,0']
  .map((line) => `\x02${line}\x03\r\n`)
  .join('');
const ERRORS =
  '\x02PRINTER STATUS\r\n   ERRORS:         0 00000000 00000000\r\n   WARNINGS:       0 00000000 00000000\r\n\x03';
const ANSWERS: Readonly<Record<string, string>> = { '~HS': STATUS, '~HQES': ERRORS };
const COMMAND = /~HS|~HQES|\^XA[^]*?\^XZ/;

export async function startLabelPrinter(folder: string): Promise<LabelPrinter> {
  mkdirSync(folder, { recursive: true });
  const lines = new Set<Socket>();
  let labels = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    lines.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('close', () => lines.delete(socket));
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (let found = COMMAND.exec(text); found; found = COMMAND.exec(text)) {
        const [command] = found;
        const answer = ANSWERS[command];
        // All that came before it belongs to the label: pictures, settings.
        if (answer === undefined) {
          writeFileSync(join(folder, `label-${++labels}.zpl`), text.slice(0, found.index) + command, 'latin1');
        } else socket.write(answer);
        text = answer === undefined ? text.slice(found.index + command.length) : text.replace(command, '');
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    labels: () => labels,
    stop: async () => {
      for (const socket of lines) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
