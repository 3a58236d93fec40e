import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVICE = fileURLToPath(new URL('../../service.ts', import.meta.url));
const START_MS = 60_000;
const STOP_MS = 10_000;

/** A party's service as a process of its own. */
export interface PartyProcess {
  readonly pid: number;
  /** The newest one-time link: each is good for one use. */
  deskLink(): string;
  stop(): Promise<void>;
}

/** What the leak test wants to see of a process. */
export interface ProcessEvidence {
  /** File to which all that the process prints is added. */
  readonly output: string;
  /** Folder for its temporary files. */
  readonly temporary: string;
}

/** Resolves when the service says it is ready; rejects with what it said when it ends before. */
export async function startPartyProcess(
  folder: string,
  passphrase: string,
  evidence?: ProcessEvidence,
): Promise<PartyProcess> {
  if (evidence) mkdirSync(evidence.temporary, { recursive: true });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVICE, '--dir', folder], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      TOKUMEI_PASSPHRASE: passphrase,
      ...(evidence && { TMPDIR: evidence.temporary, TMP: evidence.temporary, TEMP: evidence.temporary }),
    },
  });
  let link = '';
  let complaint = '';
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
  for (const stream of evidence ? [child.stdout!, child.stderr!] : []) {
    stream.on('data', (chunk: Buffer) => appendFileSync(evidence!.output, chunk));
  }

  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from ${folder}`)), START_MS);
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('desk ')) link = line.slice(5);
      if (line === 'ready') resolve();
    });
    void exited.then(() => reject(new Error(`the service of ${folder} ended: ${complaint}`)));
    child.once('error', reject);
    void Promise.resolve().finally(() => timer.unref());
  });

  return {
    pid: child.pid!,
    deskLink: () => link,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
