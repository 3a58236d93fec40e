/**
 * Entry of the headless service, and of the process that the desktop shell starts. It asks for the key to the vault –
 * from the environment, or through the shell's port – and runs the party until it is told to stop.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DemoShown, DeskPort, ServiceOrder, ShellPort, StartOrder } from '#shared/desk/bridge.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';
import { type FolderLock, lockFolder } from '#main/storage/folder-lock.ts';
import { openVault, openVaultWithDeviceKey, type Vault } from '#main/vault/index.ts';
import { openDemo } from './demo-process.ts';
import { offerDeskLink } from './desk-link.ts';
import { type FirstRun, startFirstRun } from './first-run.ts';
import type { Party } from './party.ts';
import { type HeldShell, openPrintShell } from './print-shell.ts';
import { startFolder } from './start-folder.ts';

const shell = (process as unknown as { parentPort?: ShellPort }).parentPort;
if (shell) serveShell(shell);
else await serveHeadless();

async function serveHeadless(): Promise<void> {
  const { values } = parseArgs({
    options: { dir: { type: 'string' }, 'first-run': { type: 'boolean', default: false } },
  });
  const passphrase = process.env['TOKUMEI_PASSPHRASE'];
  // Not for child processes, and not for a crash report.
  delete process.env['TOKUMEI_PASSPHRASE'];
  if (values.dir !== undefined && values['first-run']) return serveFirstRun(values.dir);
  if (values.dir === undefined || passphrase === undefined) {
    process.stderr.write('usage: TOKUMEI_PASSPHRASE=… service --dir <party folder>\n');
    process.exit(2);
  }
  const { dir } = values;
  const lock = takeFolder(dir);
  if (!lock.ok) return giveUp(lock.error);
  const vault = await openVault(dir, passphrase);
  if (!vault.ok) return giveUp(vault.error);
  await runParty(dir, vault.value);
}

async function runParty(dir: string, vault: Vault, sessions?: Set<string>): Promise<void> {
  try {
    const { party, publicUrl } = await startFolder(dir, vault, {
      ...(sessions && { sessions }),
      offerDeskLink: (link) => {
        process.stdout.write(`desk ${link}\n`);
        offerDeskLink(dir, link);
      },
    });
    if (publicUrl !== undefined) process.stdout.write(`public ${publicUrl}\n`);
    process.stdout.write('ready\n');
    stopOnSignal(party);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    giveUp(failure);
  }
}

/** Until a party is made in the folder; then the same process runs it. */
async function serveFirstRun(dir: string): Promise<void> {
  const demo = openDemo();
  const run = await startFirstRun(dir, {
    offerLink: (link) => process.stdout.write(`desk ${link}\n`),
    ...(demo.start && { startDemo: demo.start }),
    report: (error) => process.stderr.write(`${failureOf(error)?.code ?? 'internal'}\n`),
  });
  if (!run.ok) return giveUp(run.error);
  const stop = (): void => void Promise.all([run.value.stop(), demo.stop()]).finally(() => process.exit(0));
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
  const { vault, sessions } = await run.value.made;
  process.off('SIGTERM', stop).off('SIGINT', stop).off('disconnect', stop);
  const lock = takeFolder(dir);
  if (!lock.ok) return giveUp(lock.error);
  await runParty(dir, vault, sessions);
}

function giveUp({ code, about }: { readonly code: string; readonly about?: string }): never {
  process.stderr.write(about === undefined ? `${code}\n` : `${code} (${about})\n`);
  process.exit(1);
}

/** One process per data folder: two would overwrite each other's keys. A folder without a vault is left as it is. */
function takeFolder(dir: string): Result<FolderLock> {
  return existsSync(dir) ? lockFolder(dir) : fail('not-found', 'vault.json');
}

/** What whoever started us can mend: said in one line instead of a stack. */
function failureOf(error: unknown): { code: string; about?: string } | undefined {
  const { code, message, port, address } = error as {
    code?: unknown;
    message?: string;
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE' || code === 'EACCES') return { code, ...(port !== undefined && { about: `port ${port}` }) };
  // A network that is not up yet, or the address of another machine.
  if (code === 'EADDRNOTAVAIL') return { code, ...(address !== undefined && { about: address }) };
  if (typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) return undefined;
  const about = /\(([\w .-]+)\)$/.exec(message ?? '')?.[1];
  return { code, ...(about !== undefined && { about }) };
}

function stopOnSignal(party: Party): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void party.stop().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The parent that started us is gone: nobody could stop us any more.
  process.on('disconnect', stop);
}

interface Started {
  readonly party: Party;
  readonly lock: FolderLock;
}

function serveShell(port: ShellPort): void {
  let started: Started | undefined;
  let firstRun: FirstRun | undefined;
  const printing = openPrintShell(port);
  const demo = openDemo();
  const start = async (order: StartOrder): Promise<void> => {
    if (order.firstRun) await serveFirst(order);
    else started = await startForShell(port, order, printing);
  };
  /** The setup's screens, then in the same process the party that they made. */
  const serveFirst = async (order: StartOrder): Promise<void> => {
    const run = await startFirstRun(order.dir, {
      offerLink: () => undefined,
      ...(demo.start && { startDemo: async () => showInShell(await demo.start!()) }),
      report: (error) => process.stderr.write(`${codeOf(error)}\n`),
    });
    if (!run.ok) return port.postMessage({ failed: run.error.code });
    firstRun = run.value;
    port.postMessage({ ready: {} });
    const { vault, ports } = await firstRun.made;
    firstRun = undefined;
    const taken = takeFolder(order.dir);
    if (!taken.ok) return port.postMessage({ failed: taken.error.code });
    started = await runForShell(port, order, { vault, lock: taken.value }, printing, 'made');
    for (const screen of ports) started?.party.serveDeskPort(screen);
  };
  /** Opened by the shell, in a window that reaches nothing else. */
  const showInShell = (shown: Result<DemoShown>): Result<{ link: string }> => {
    if (!shown.ok) return shown;
    port.postMessage({ demo: shown.value });
    return ok({ link: '' });
  };
  const stop = async (): Promise<void> => {
    await demo.stop();
    await firstRun?.stop();
    await started?.party.stop();
    started?.lock.release();
  };
  port.on('message', ({ data, ports }: { data: ServiceOrder; ports: readonly DeskPort[] }) => {
    if ('start' in data) {
      void start(data.start);
    } else if ('desk' in data) {
      const [desk] = ports;
      if (desk) (firstRun ?? started?.party)?.serveDeskPort(desk);
    } else if ('printed' in data) {
      printing.hear(data.printed);
    } else {
      void stop().finally(() => process.exit(0));
    }
  });
}

async function startForShell(port: ShellPort, order: StartOrder, shell: HeldShell): Promise<Started | undefined> {
  const taken = takeFolder(order.dir);
  if (!taken.ok) {
    port.postMessage({ failed: taken.error.code });
    return undefined;
  }
  const lock = taken.value;
  const vault = await unlock(order).catch((error: unknown) => fail(codeOf(error)));
  if (!vault.ok) {
    lock.release();
    port.postMessage({ failed: vault.error.code });
    return undefined;
  }
  return runForShell(port, order, { vault: vault.value, lock }, shell, 'ready');
}

/** @param said how the shell is told that the party runs: in answer to its order, or after a first run */
async function runForShell(
  port: ShellPort,
  order: StartOrder,
  { vault, lock }: { readonly vault: Vault; readonly lock: FolderLock },
  shell: HeldShell,
  said: 'ready' | 'made',
): Promise<Started | undefined> {
  try {
    const { party } = await startFolder(order.dir, vault, { offerDeskLink: () => undefined, shell });
    const wanted = order.wantDeviceKey && order.deviceKey === undefined;
    const deviceKey = wanted ? Buffer.from(await vault.addDeviceKey()).toString('base64') : undefined;
    const answer = deviceKey === undefined ? {} : { deviceKey };
    port.postMessage(said === 'ready' ? { ready: answer } : { made: answer });
    return { party, lock };
  } catch (error) {
    lock.release();
    port.postMessage({ failed: codeOf(error) });
    return undefined;
  }
}

function codeOf(error: unknown): ErrorCode {
  const code = failureOf(error)?.code;
  return code !== undefined && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'unavailable';
}

async function unlock(order: StartOrder): Promise<Result<Vault>> {
  return order.deviceKey === undefined
    ? openVault(order.dir, order.passphrase ?? '')
    : openVaultWithDeviceKey(order.dir, Buffer.from(order.deviceKey, 'base64'));
}
