/** The worker that decides what came by message: as soon as it is there, several at once, none twice. */
import type { Courier } from '#main/post/index.ts';
import type { Credit } from './credit.ts';
import { decideInquiry } from './decide-inquiry.ts';
import { takeTurns } from './take-turns.ts';

/** Inquiries at once: what they write shares its flushes. */
const AT_ONCE = 16;
/** Of them proving a password, a fifth of a second in one of Node's four threads: whoever is at the pay page needs one. */
const PROVING = 3;
/** Looks again by itself, also for what failed on our side. */
const AGAIN_MS = 10_000;

/**
 * Decides whatever waits, oldest first, now and whenever something comes in. Stopping waits for what has begun.
 *
 * @param report told what broke on our own side; the inquiry waits on
 */
export function followInquiries(credit: Credit, report: (error: unknown) => void): Courier {
  const running = new Map<string, Promise<void>>();
  const broken = new Set<string>();
  const inTurn = takeTurns(PROVING);
  let looking: Promise<void> | undefined;
  let missed = false;
  let stopped = false;

  const run = (): void => {
    if (stopped) return;
    missed = looking !== undefined;
    looking ??= look()
      .catch(report)
      .finally(() => {
        looking = undefined;
        if (missed) run();
      });
  };

  async function look(): Promise<void> {
    const room = AT_ONCE - running.size;
    if (room <= 0) return;
    const known = [...running.keys(), ...broken];
    let query = credit.storage.read
      .selectFrom('inquiry')
      .select('id')
      .where('state', '=', 'waiting')
      .orderBy('received_at')
      .limit(room);
    if (known.length > 0) query = query.where('id', 'not in', known);
    for (const { id } of await query.execute()) if (!stopped) begin(id);
  }

  function begin(id: string): void {
    const work = decideInquiry(credit, id, inTurn)
      .catch((error: unknown) => {
        broken.add(id);
        report(error);
      })
      .finally(() => {
        running.delete(id);
        run();
      });
    running.set(id, work);
  }

  const stopListening = credit.changes.listen((topic) => {
    if (topic === 'inquiries') run();
  });
  const timer = setInterval(() => {
    broken.clear();
    run();
  }, AGAIN_MS);
  timer.unref();
  run();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      stopListening();
      await looking;
      await Promise.all(running.values());
    },
  };
}
