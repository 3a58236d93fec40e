/**
 * Entry of the headless service, and of the process that the desktop shell starts. It asks for the key to the vault –
 * from the environment, or through the shell's port – and runs the party until it is told to stop.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DeskPort, ServiceOrder, ShellPort, StartOrder } from '#shared/desk/bridge.ts';
import { fail, type Result } from '#shared/result.ts';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';
import { type FolderLock, lockFolder } from '#main/storage/folder-lock.ts';
import { openVault, openVaultWithDeviceKey, type Vault } from '#main/vault/index.ts';
import { offerDeskLink } from './desk-link.ts';
import type { Party } from './party.ts';
import { type HeldShell, openPrintShell } from './print-shell.ts';
import { startFolder } from './start-folder.ts';

const shell = (process as unknown as { parentPort?: ShellPort }).parentPort;
if (shell) serveShell(shell);
else await serveHeadless();

async function serveHeadless(): Promise<void> {
  const { values } = parseArgs({ options: { dir: { type: 'string' } } });
  const passphrase = process.env['TOKUMEI_PASSPHRASE'];
  // Not for child processes, and not for a crash report.
  delete process.env['TOKUMEI_PASSPHRASE'];
  if (values.dir === undefined || passphrase === undefined) {
    process.stderr.write('usage: TOKUMEI_PASSPHRASE=… service --dir <party folder>\n');
    process.exit(2);
  }
  const { dir } = values;
  const lock = takeFolder(dir);
  if (!lock.ok) return giveUp(lock.error);
  const vault = await openVault(dir, passphrase);
  if (!vault.ok) return giveUp(vault.error);
  try {
    const { party, publicUrl } = await startFolder(dir, vault.value, {
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
  const printing = openPrintShell(port);
  const start = async (order: StartOrder): Promise<void> => {
    started = await startForShell(port, order, printing);
  };
  const stop = async (): Promise<void> => {
    await started?.party.stop();
    started?.lock.release();
  };
  port.on('message', ({ data, ports }: { data: ServiceOrder; ports: readonly DeskPort[] }) => {
    if ('start' in data) {
      void start(data.start);
    } else if ('desk' in data) {
      const [desk] = ports;
      if (desk) started?.party.serveDeskPort(desk);
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
  try {
    const vault = await unlock(order);
    if (!vault.ok) {
      lock.release();
      port.postMessage({ failed: vault.error.code });
      return undefined;
    }
    const { party } = await startFolder(order.dir, vault.value, { offerDeskLink: () => undefined, shell });
    const wanted = order.wantDeviceKey && order.passphrase !== undefined;
    const deviceKey = wanted ? Buffer.from(await vault.value.addDeviceKey()).toString('base64') : undefined;
    port.postMessage({ ready: deviceKey === undefined ? {} : { deviceKey } });
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
