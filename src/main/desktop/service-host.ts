/**
 * Starts the party's service in a process of its own and holds the line to it. Only the order to start carries the key
 * to the vault; it goes through the port, never through arguments, environment or a URL.
 */
import type {
  DemoShown,
  FirstRunNews,
  PrintQuestion,
  PrintReply,
  ServiceAnswer,
  ServiceOrder,
  StartOrder,
} from '#shared/desk/bridge.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** The part of Electron's `UtilityProcess` that is used. */
export interface ServiceProcess<Port> {
  postMessage(order: ServiceOrder, ports: Port[]): void;
  on(event: 'message', listener: (answer: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): unknown;
}

export interface RunningService<Port> {
  /** 32 bytes in base64, when one was wanted. */
  readonly deviceKey?: string;
  /** Of a first run: once the party that was made runs, with the key that was wanted; or why it does not. */
  readonly made: Promise<Result<{ readonly deviceKey?: string }>>;
  /** Resolves with the exit code once the process is gone, asked for or not. */
  readonly ended: Promise<number>;
  connectDesk(port: Port): void;
  /** Lets the service finish what it is writing; after `patienceMs` it is ended. */
  stop(patienceMs?: number): Promise<void>;
}

const PATIENCE_MS = 10_000;

/**
 * Fails with the service's own code, or with `internal` when the process ended without an answer.
 * @param print answers what the service asks of the shell's printers
 * @param showDemo told that a demo group runs, of a first run
 */
export async function startService<Port>(
  process: ServiceProcess<Port>,
  order: StartOrder,
  print?: (question: PrintQuestion) => Promise<PrintReply>,
  showDemo?: (demo: DemoShown) => void,
): Promise<Result<RunningService<Port>>> {
  const ended = new Promise<number>((resolve) => process.on('exit', resolve));
  const { promise: made, resolve: tellMade } = Promise.withResolvers<Result<{ readonly deviceKey?: string }>>();
  const answered = new Promise<ServiceAnswer>((resolve) => {
    process.on('message', (answer) => {
      if (isNews(answer)) {
        if ('made' in answer) tellMade(ok(answer.made));
        else showDemo?.(answer.demo);
      } else if (isAnswer(answer)) {
        resolve(answer);
        // After the first answer: the party that was made did not start.
        if ('failed' in answer) tellMade(fail(answer.failed));
      } else if (print !== undefined && isQuestion(answer)) {
        void print(answer.print).then((reply) => process.postMessage({ printed: reply }, []));
      }
    });
  });
  process.postMessage({ start: order }, []);
  const answer = await Promise.race([answered, ended.then((): ServiceAnswer => ({ failed: 'internal' }))]);
  if ('failed' in answer) {
    process.kill();
    await ended;
    return fail(answer.failed);
  }
  return ok({
    ...answer.ready,
    made,
    ended,
    connectDesk: (port: Port) => process.postMessage({ desk: true }, [port]),
    stop: (patienceMs = PATIENCE_MS) => stopProcess(process, ended, patienceMs),
  });
}

function isAnswer(answer: unknown): answer is ServiceAnswer {
  return typeof answer === 'object' && answer !== null && ('ready' in answer || 'failed' in answer);
}

function isNews(message: unknown): message is FirstRunNews {
  return typeof message === 'object' && message !== null && ('made' in message || 'demo' in message);
}

function isQuestion(message: unknown): message is { readonly print: PrintQuestion } {
  return typeof message === 'object' && message !== null && 'print' in message;
}

async function stopProcess<Port>(process: ServiceProcess<Port>, ended: Promise<number>, patience: number) {
  const timer = setTimeout(() => process.kill(), patience);
  process.postMessage({ stop: true }, []);
  await ended;
  clearTimeout(timer);
}
