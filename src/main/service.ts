/**
 * Entry of the headless service, and of the process that the desktop shell starts. It asks for the key to the vault –
 * from the environment, or through the shell's port – and runs the party until it is told to stop.
 */
import { parseArgs } from 'node:util';
import type { DeskPort, ServiceOrder, ShellPort, StartOrder } from '#shared/desk/bridge.ts';
import type { Result } from '#shared/result.ts';
import { openVault, openVaultWithDeviceKey, type Vault } from '#main/vault/index.ts';
import { readConfig } from './config.ts';
import { offerDeskLink } from './desk-link.ts';
import { type Party, startParty } from './party.ts';

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
  const vault = await openVault(dir, passphrase);
  if (!vault.ok) {
    process.stderr.write(`${vault.error.code}\n`);
    process.exit(1);
  }
  const config = await readConfig(dir);
  const party = await startParty(dir, config, vault.value, {
    offerDeskLink: (link) => {
      offerDeskLink(dir, link);
      process.stdout.write(`desk ${link}\n`);
    },
  });
  process.stdout.write(`public ${config.public.url}\nready\n`);
  stopOnSignal(party);
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

function serveShell(port: ShellPort): void {
  let party: Party | undefined;
  const start = async (order: StartOrder): Promise<void> => {
    party = await startForShell(port, order);
  };
  port.on('message', ({ data, ports }: { data: ServiceOrder; ports: readonly DeskPort[] }) => {
    if ('start' in data) {
      void start(data.start);
    } else if ('desk' in data) {
      const [desk] = ports;
      if (desk) party?.serveDeskPort(desk);
    } else {
      void (party?.stop() ?? Promise.resolve()).finally(() => process.exit(0));
    }
  });
}

async function startForShell(port: ShellPort, order: StartOrder): Promise<Party | undefined> {
  try {
    const vault = await unlock(order);
    if (!vault.ok) {
      port.postMessage({ failed: vault.error.code });
      return undefined;
    }
    const config = await readConfig(order.dir);
    const party = await startParty(order.dir, config, vault.value, { offerDeskLink: () => undefined });
    const wanted = order.wantDeviceKey && order.passphrase !== undefined;
    const deviceKey = wanted ? Buffer.from(await vault.value.addDeviceKey()).toString('base64') : undefined;
    port.postMessage({ ready: deviceKey === undefined ? {} : { deviceKey } });
    return party;
  } catch {
    port.postMessage({ failed: 'unavailable' });
    return undefined;
  }
}

async function unlock(order: StartOrder): Promise<Result<Vault>> {
  return order.deviceKey === undefined
    ? openVault(order.dir, order.passphrase ?? '')
    : openVaultWithDeviceKey(order.dir, Buffer.from(order.deviceKey, 'base64'));
}
