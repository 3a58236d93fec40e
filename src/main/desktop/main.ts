/**
 * The Electron shell: opens windows, keeps the device key, starts the service in a process of its own and hands each
 * screen a port to it. Electron runs it; nothing imports it. It never learns what passes through the ports: no order, no
 * number, no address ever reaches this process.
 */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  utilityProcess,
  type MessagePortMain,
} from 'electron';
import type { DemoShown, StartOrder } from '#shared/desk/bridge.ts';
import { answerPrint, type ShellPrinting } from './answer-print.ts';
import { chosenFolder, shellFolder } from './arguments.ts';
import { CHANNELS } from './channels.ts';
import { canKeepKeys, forgetDeviceKey, keepDeviceKey, readDeviceKey } from './device-key.ts';
import { isDemoContents, openDemoWindow } from './demo-window.ts';
import { hasNoParty } from './first-run.ts';
import { guardContents, guardSession } from './guard.ts';
import { setMenu } from './menu.ts';
import { SCHEME } from './navigation.ts';
import { findPageFile, pageHeaders, type PageFolders } from './page-files.ts';
import { isTrustedSender } from './sender.ts';
import { offerSerialPorts } from './serial-ports.ts';
import { openShellPrinting } from './shell-printing.ts';
import { type RunningService, startService } from './service-host.ts';
import { askForPassphrase } from './unlock.ts';
import { openWindow } from './window.ts';
import { languageOf, type Words, wordsFor } from './words.ts';

type Service = RunningService<MessagePortMain>;

const SHELL_CODE = join(app.getAppPath(), 'dist/desktop');
const PAGES: PageFolders = { desk: join(app.getAppPath(), 'dist/staff'), unlock: join(SHELL_CODE, 'unlock') };

const chosen = chosenFolder(process.argv.slice(1), process.cwd());
app.setPath('userData', shellFolder(app.getPath('userData'), chosen));
const PARTY = chosen ?? join(app.getPath('userData'), 'party');
const KEY_FILE = join(app.getPath('userData'), 'device-key');

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
guardContents(isDemoContents);
if (app.requestSingleInstanceLock()) void app.whenReady().then(runShell).catch(giveUp);
else app.quit();

async function runShell(): Promise<void> {
  const language = languageOf(app.getLocale());
  const words = wordsFor(language);
  guardSession(session.defaultSession);
  offerSerialPorts(session.defaultSession, join(app.getPath('userData'), 'serial-ports.json'), words);
  protocol.handle(SCHEME, servePage);
  setMenu({ words, developing: !app.isPackaged });
  mkdirSync(app.getPath('userData'), { recursive: true });

  const keepsKey = await canKeepKeys(safeStorage, process.platform);
  if (hasNoParty(PARTY)) return runFirstTime(words, keepsKey);
  let service = keepsKey ? await openWithKeptKey() : undefined;
  let unlock: BrowserWindow | undefined;
  if (!service) {
    unlock = openWindow('unlock', SHELL_CODE);
    service = await askForPassphrase(unlock, { language, folder: PARTY, keepsKey }, async (passphrase) =>
      openParty({ dir: PARTY, passphrase, wantDeviceKey: keepsKey }),
    );
    if (!service) return app.quit();
    // A key that can't be kept costs a question at the next start, no more.
    if (service.deviceKey) await keepDeviceKey(safeStorage, KEY_FILE, service.deviceKey).catch(() => undefined);
  }
  const desk = openDesk(service);
  unlock?.close();
  setMenu({
    words,
    developing: !app.isPackaged,
    ...(keepsKey && {
      forgetKey: () => {
        forgetDeviceKey(KEY_FILE);
        void dialog.showMessageBox(desk, { type: 'info', message: words.keyForgotten });
      },
    }),
  });
  await superviseService(service, words);
}

/** The screens that make a party; they go on at its desk in the same window, and the key is kept as after an unlocking. */
async function runFirstTime(words: Words, keepsKey: boolean): Promise<void> {
  const started = await openParty({ dir: PARTY, firstRun: true, wantDeviceKey: keepsKey }, (shown) =>
    openDemoWindow(shown),
  );
  if (!started.ok) {
    dialog.showErrorBox('Tokumei', started.error.code);
    return app.exit(1);
  }
  const service = started.value;
  openDesk(service, 'setup.html');
  void keepKeyOnceMade(service, words);
  await superviseService(service, words);
}

async function keepKeyOnceMade(service: Service, words: Words): Promise<void> {
  const made = await service.made;
  if (!made.ok) return dialog.showErrorBox(words.serviceEnded, made.error.code);
  const { deviceKey } = made.value;
  if (deviceKey !== undefined) await keepDeviceKey(safeStorage, KEY_FILE, deviceKey).catch(() => undefined);
}

function openParty(order: StartOrder, showDemo?: (demo: DemoShown) => void) {
  // The environment may hold the passphrase of a headless start; it is no business of this process's children.
  const { TOKUMEI_PASSPHRASE: _passphrase, ...env } = process.env;
  const child = utilityProcess.fork(join(app.getAppPath(), 'dist/main/service.js'), [], {
    serviceName: 'Tokumei service',
    env: env as Record<string, string>,
    stdio: app.isPackaged ? 'ignore' : 'inherit',
  });
  return startService<MessagePortMain>(child, order, (question) => answerPrint(question, printing()), showDemo);
}

let opened: ShellPrinting | undefined;

/** Any window knows the printers; the service asks once its desk is open, or in the short time before. */
function printing(): ShellPrinting {
  return (opened ??= openShellPrinting(() => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window is open');
    return window.webContents;
  }));
}

async function openWithKeptKey(): Promise<Service | undefined> {
  const deviceKey = await readDeviceKey(safeStorage, KEY_FILE);
  if (deviceKey === undefined) return undefined;
  const opened = await openParty({ dir: PARTY, deviceKey });
  if (opened.ok) return opened.value;
  // Another vault lies in the folder now; the passphrase decides.
  if (opened.error.code === 'wrong-passphrase') forgetDeviceKey(KEY_FILE);
  return undefined;
}

async function servePage(request: Request): Promise<Response> {
  const file = request.method === 'GET' ? findPageFile(request.url, PAGES) : undefined;
  if (!file) return new Response(null, { status: 404 });
  try {
    return new Response(new Uint8Array(await readFile(file.path)), { headers: pageHeaders(file) });
  } catch {
    return new Response(null, { status: 404 });
  }
}

function openDesk(service: Service, page?: string): BrowserWindow {
  const window = openWindow('desk', SHELL_CODE, page);
  const expected = { contents: window.webContents, host: 'desk' } as const;
  ipcMain.on(CHANNELS.deskConnect, (event, connection: unknown) => {
    if (!isTrustedSender(event, expected) || typeof connection !== 'number') return;
    const { port1, port2 } = new MessageChannelMain();
    service.connectDesk(port1);
    event.senderFrame?.postMessage(CHANNELS.deskPort, connection, [port2]);
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  return window;
}

/** Quitting waits until the service has put everything away; a service that ends by itself is said. */
async function superviseService(service: Service, words: Words): Promise<void> {
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void service.stop().finally(() => app.exit(0));
  });
  await service.ended;
  if (stopping) return;
  stopping = true;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: words.serviceEnded,
    detail: words.serviceEndedDetail,
    buttons: [words.startAgain, words.quit],
    cancelId: 1,
  });
  if (response === 0) app.relaunch();
  app.exit(response === 0 ? 0 : 1);
}

/** The shell itself broke: nothing can be shown by a page any more. */
function giveUp(error: unknown): void {
  dialog.showErrorBox('Tokumei', error instanceof Error && 'code' in error ? String(error.code) : 'internal');
  app.exit(1);
}
