/** Returns the exit code. */
export type Run = (args: readonly string[]) => Promise<number>;

interface CliCommand {
  readonly what: string;
  /** Only the command that is asked for is loaded. */
  readonly load: () => Promise<Run>;
}

export const COMMANDS: Readonly<Record<string, CliCommand>> = {
  start: {
    what: 'open the desk: Electron, or the local browser',
    load: async () => (await import('./start.ts')).startDesktop,
  },
  demo: {
    what: 'a group of parties on this machine, and one whole order   [--once] [--json] [--flow FLOW] [--dir DIR] [--order FILE] [--customers CSV] [--window]',
    load: async () => (await import('./demo/demo.ts')).runDemo,
  },
  init: {
    what: 'make a party   --dir DIR --role mall|credit|carrier|agency|wrapper --id HOST --name NAME --authority DIR',
    load: async () => (await import('./init.ts')).runInit,
  },
  ca: {
    what: "the group's certificate authority   init|issue|revoke|crl|list --dir DIR …",
    load: async () => (await import('./authority.ts')).runAuthority,
  },
  certificate: {
    what: "a party's TLS certificates   request|install|import-p12|export-p12 --dir DIR --use public|partner …",
    load: async () => (await import('./certificate.ts')).runCertificate,
  },
  keycentre: {
    what: 'personal keys for sealed orders   init|issue|issue-customer|revoke|revoked|renew|list|agree|install --dir DIR …',
    load: async () => (await import('./key-centre.ts')).runKeyCentre,
  },
  revocations: {
    what: 'take in the authority’s list of withdrawn certificates   install --dir DIR --file FILE',
    load: async () => (await import('./revocations.ts')).runRevocations,
  },
  station: {
    what: 'make this computer a station of a party   --code DIGITS --service HOST:PORT --dir DIR [--desk-port N]',
    load: async () => (await import('./station.ts')).runStation,
  },
  serve: {
    what: 'run a party or a station without a window   --dir DIR',
    load: async () => (await import('./serve.ts')).runServe,
  },
  desk: { what: "print the desk's one-time link   --dir DIR", load: async () => (await import('./desk.ts')).runDesk },
  staff: {
    what: 'a new PIN for whoever forgot it, where no administrator can give one   reset --dir DIR --name NAME',
    load: async () => (await import('./staff.ts')).runStaff,
  },
  'open-label': {
    what: 'open a printed label   --dir DIR --text DIGITS | --file IMAGE-OR-PDF',
    load: async () => (await import('./open-label.ts')).runOpenLabel,
  },
  'open-part': {
    what: "open one's own part of a sealed order   --dir DIR --file PART",
    load: async () => (await import('./open-part.ts')).runOpenPart,
  },
  'recovery-key': {
    what: 'make the key that backups are sealed to   --out KEY-FILE [--dir DIR] | register --dir DIR --key PUBLIC',
    load: async () => (await import('./recovery-key.ts')).runRecoveryKey,
  },
  backup: {
    what: 'a party in one sealed file, while it runs or not   --dir DIR --out FILE',
    load: async () => (await import('./backup.ts')).runBackup,
  },
  restore: {
    what: 'bring a backup back   --file FILE --dir EMPTY-DIR --key KEY-FILE | --paper',
    load: async () => (await import('./restore.ts')).runRestore,
  },
  'leak-test': {
    what: 'prove that no party keeps what it must not know   [--json] [--keep]',
    load: async () => (await import('./leak-test/leak-test.ts')).runLeakTest,
  },
};

export function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { what }]) => `  ${name.padEnd(12)} ${what}`);
  return [
    'usage: tokumei COMMAND',
    '',
    ...lines,
    '',
    'Passphrases come from TOKUMEI_PASSPHRASE or are asked for.',
  ].join('\n');
}
