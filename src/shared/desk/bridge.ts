/**
 * How the desktop app joins its screens to the party's service: the shell starts the service, hands it the key to its
 * vault and one port per screen, and never reads what passes through the port. The types stand here because the shell,
 * the service and the screens each hold one end.
 */
import type { SystemPrinter } from '../domain/printer.ts';
import type { ErrorCode } from '../errors.ts';
import type { DeskMessage, DeskRequest } from './contract.ts';

/** What a screen sends through; a reply comes back to the `receive` given at `connect`. */
export interface DeskSender {
  send(request: DeskRequest): void;
}

/** `window.tokumei` in the desktop app, the same contract as the loopback WebSocket; absent in a browser. */
export interface TokumeiBridge {
  /** Opens one desk connection. May be called again; requests sent before the connection stands wait for it. */
  connect(receive: (message: DeskMessage) => void): DeskSender;
}

/** Which party to open, and with what; one of `passphrase` and `deviceKey` is given. */
export interface StartOrder {
  /** Absolute path of the party's data folder. */
  readonly dir: string;
  readonly passphrase?: string;
  /** 32 bytes in base64, from an earlier `ready`. */
  readonly deviceKey?: string;
  /** Return a device key, to be kept in the secret store of the operating system. */
  readonly wantDeviceKey?: boolean;
  /** The folder is empty: serve the screens that make a party, then that party. */
  readonly firstRun?: boolean;
}

/** One page to be printed by the shell: a picture and the size of its paper, and nothing that says whose it is. */
export interface ShellPage {
  /** A pixel a dot. */
  readonly png: Uint8Array;
  /** Micrometres. */
  readonly width: number;
  /** Micrometres. */
  readonly height: number;
  /** Dots an inch. */
  readonly dpi: number;
}

/** What the service may ask of the shell: its printers, and to print a page on one. Numbered; each is answered once. */
export type PrintQuestion = { readonly id: number } & (
  { readonly list: true } | { readonly print: ShellPage; readonly device: string }
);

export type PrintReply = { readonly id: number } & (
  | { readonly printers: readonly SystemPrinter[] }
  /** The operating system's spooler has it. */
  | { readonly taken: true }
  | { readonly refused: ErrorCode }
);

/** Shell to service. `desk` carries exactly one port, a desk connection of its own. */
export type ServiceOrder =
  { readonly start: StartOrder } | { readonly desk: true } | { readonly stop: true } | { readonly printed: PrintReply };

/**
 * Service to shell, once, in answer to `start`. After `failed` the shell ends the process and starts a fresh one for
 * the next attempt.
 */
export type ServiceAnswer =
  /** `deviceKey`: 32 bytes in base64, when it was wanted and the vault was opened with the passphrase. */
  { readonly ready: { readonly deviceKey?: string } } | { readonly failed: ErrorCode };

/** Service to shell, after `ready` of a first run. */
export type FirstRunNews =
  /** The party that was made runs; its screens go on where they are. */
  | { readonly made: { readonly deviceKey?: string } }
  /** A demo group runs: its window wants to be opened. `origins`: what it may show, `root` the certificate they have, PEM. */
  | { readonly demo: DemoShown };

export interface DemoShown {
  /** One-time link of the window's page. */
  readonly link: string;
  /** Of the desks, the shop and the windows that it opens. */
  readonly origins: readonly string[];
  /** SHA-256 of the public keys of the pages' certificates, base64. */
  readonly pins: readonly string[];
}

/** The service's end of a desk connection; queues until `start`. */
export interface DeskPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: DeskMessage): void;
  start(): void;
  close(): void;
}

/** `process.parentPort` of the service when the desktop shell started it; undefined when it runs headless. */
export interface ShellPort {
  on(
    event: 'message',
    listener: (event: { readonly data: ServiceOrder; readonly ports: readonly DeskPort[] }) => void,
  ): unknown;
  postMessage(answer: ServiceAnswer | FirstRunNews | { readonly print: PrintQuestion }): void;
}
