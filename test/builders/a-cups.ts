/** A CUPS of the test's own, on a socket in a folder of its own, with one queue that prints into PDF files. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from './a-folder.ts';
import { until } from './until.ts';

const CUPSD = ['/usr/sbin/cupsd', '/usr/local/sbin/cupsd'].find((path) => existsSync(path));
const BACKEND = '/usr/lib/cups/backend/cups-pdf';
const PPD = '/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd';

/** Why no CUPS can be started here, or undefined. The PDF backend runs as root alone. */
export function whyNoCups(): string | undefined {
  if (CUPSD === undefined) return 'no cupsd on this machine';
  if (spawnSync('lpadmin', ['--help'], { stdio: 'ignore' }).error) return 'no lpadmin on this machine';
  if (!existsSync(BACKEND) || !existsSync(PPD)) return 'no printer-driver-cups-pdf on this machine';
  if (process.getuid?.() !== 0) return 'cups-pdf runs as root alone';
  return undefined;
}

export interface Cups {
  /** For `CUPS_SERVER`. */
  readonly socket: string;
  readonly queue: string;
  /** The files that came out since it was started, as paths. */
  printed(): readonly string[];
  /** Runs a command of CUPS' own. */
  run(command: string, ...args: string[]): void;
}

const CONFIG = (socket: string): string => `
Listen ${socket}
LogLevel warn
PreserveJobHistory Yes
PreserveJobFiles No
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
`;

/** Where the PDF backend puts files of this account; its configuration has a fixed place. */
function outputFolder(): string {
  const config = existsSync('/etc/cups/cups-pdf.conf') ? readFileSync('/etc/cups/cups-pdf.conf', 'utf8') : '';
  const out = /^\s*Out\s+(\S+)/m.exec(config)?.[1] ?? '/var/spool/cups-pdf/${USER}';
  return out.replace('${HOME}', homedir()).replace('${USER}', 'root');
}

export async function startCups(): Promise<Cups> {
  // Its filters run under another account: the folder is one that everybody may enter.
  const folder = mkdtempSync(join(tmpdir(), 'cups-'));
  chmodSync(folder, 0o755);
  for (const name of ['root/ppd', 'spool', 'tmp', 'cache', 'state', 'log']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  chmodSync(join(folder, 'tmp'), 0o1777);
  const socket = join(folder, 'cups.sock');
  writeFileSync(join(folder, 'cupsd.conf'), CONFIG(socket));
  writeFileSync(
    join(folder, 'cups-files.conf'),
    [
      ['ServerRoot', 'root'],
      ['RequestRoot', 'spool'],
      ['TempDir', 'tmp'],
      ['CacheDir', 'cache'],
      ['StateDir', 'state'],
      ['ErrorLog', 'log/error'],
      ['AccessLog', 'log/access'],
      ['PageLog', 'log/page'],
    ]
      .map(([name, place]) => `${name} ${join(folder, place!)}\n`)
      .join('') + 'SystemGroup root\nPrintcap\n',
  );
  const server = spawn(CUPSD!, ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  atEnd(async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await until('cupsd', () => existsSync(socket));
  const run = (command: string, ...args: string[]): void => {
    const env = { ...process.env, CUPS_SERVER: socket, LC_ALL: 'C' };
    const done = spawnSync(command, args, { env, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
  };
  const queue = `tokumei${process.pid}`;
  run('lpadmin', '-p', queue, '-E', '-v', 'cups-pdf:/', '-P', PPD);
  const output = outputFolder();
  const files = (): string[] => (existsSync(output) ? readdirSync(output).map((name) => join(output, name)) : []);
  const before = new Set(files());
  const printed = (): string[] => files().filter((file) => !before.has(file) && file.endsWith('.pdf'));
  atEnd(() => printed().forEach((file) => rmSync(file)));
  return { socket, queue, printed, run };
}
