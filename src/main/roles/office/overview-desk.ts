/**
 * The overview of every role: its own figures, what every role has – exceptions, post – and what somebody has to look
 * after. Read once for all screens and again when something changed.
 */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Figure, Overview, overviewCommands, RoleOverview, UpkeepWarning } from '#shared/desk/overview.ts';
import type { Permission } from '#shared/domain/permission.ts';
import { ok } from '#shared/result.ts';
import type { BackupStanding } from '#shared/desk/upkeep.ts';
import { countOpen, type ExceptionTables } from '#main/exceptions/index.ts';
import type { Post } from '#main/post/index.ts';
import type { Readable } from '#main/storage/index.ts';

export interface OverviewSetting {
  readonly read: (days: readonly string[]) => Promise<RoleOverview>;
  readonly backups: () => Promise<BackupStanding>;
  /** Bytes left on the disk of the data folder. */
  readonly free: () => Promise<number>;
}

/** What is seen in a list one may not read is not counted either. */
const NEEDS: Readonly<Record<Figure['group'], Permission>> = { work: 'work', money: 'money', care: 'work' };

const DAY_MS = 86_400_000;
/** Then ages are out of date, though nothing changed. */
const KEPT_MS = 30_000;
const BACKUP_DAYS = 2;
const LOW_DISK = 2_000_000_000;
const FULL_DISK = 200_000_000;

export function overviewDesk(post: Post, setting: OverviewSetting): DeskHandlers<keyof typeof overviewCommands> {
  const { changes, clock } = post;
  let kept: { readonly for: string; readonly at: number; readonly overview: Promise<Overview> } | undefined;
  changes.listen(() => (kept = undefined));

  async function read(days: readonly string[]): Promise<Overview> {
    const [own, care, warnings] = await Promise.all([
      setting.read(days),
      careFigures(post),
      readWarnings(post, setting),
    ]);
    return { ...own, figures: [...own.figures, ...care], warnings };
  }

  return {
    'overview.read': async ({ seat }, { days }) => {
      const asked = days.join();
      const now = clock().getTime();
      if (kept?.for !== asked || now - kept.at > KEPT_MS) kept = { for: asked, at: now, overview: read(days) };
      const mine = kept;
      const overview = await mine.overview.catch((error: unknown) => {
        if (kept === mine) kept = undefined;
        throw error;
      });
      if (!seat) return ok(overview);
      const may = (permission: Permission): boolean => seat.permissions.includes(permission);
      return ok({
        ...overview,
        figures: overview.figures.filter(({ id, group }) => may(id === 'post-waiting' ? 'partners' : NEEDS[group])),
        warnings: overview.warnings.filter(({ id }) => may(id.startsWith('post') ? 'partners' : 'keys')),
      });
    },
  };
}

async function careFigures({ storage }: Post): Promise<Figure[]> {
  const exceptions = await countOpen(storage.read as unknown as Readable<ExceptionTables>);
  const { count } = await waiting(storage.read).executeTakeFirstOrThrow();
  return [
    { id: 'exceptions-open', group: 'care', count: exceptions, list: 'exceptions?states=open' },
    { id: 'post-waiting', group: 'care', count: Number(count), list: 'post?states=waiting,refused' },
  ];
}

function waiting(db: Post['storage']['read']) {
  return db
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('accepted_at', 'is', null)
    .where('newest_key', '=', 0);
}

async function readWarnings(post: Post, { backups, free }: OverviewSetting): Promise<UpkeepWarning[]> {
  const now = post.clock();
  const daysAgo = (at: string): number => Math.floor((now.getTime() - Date.parse(at)) / DAY_MS);
  const [{ recoveryKey, last, failed, schedule }, left, refused, stuck] = await Promise.all([
    backups(),
    free(),
    waiting(post.storage.read).where('rejected_at', 'is not', null).executeTakeFirstOrThrow(),
    waiting(post.storage.read)
      .where('rejected_at', 'is', null)
      .where('created_at', '<', new Date(now.getTime() - DAY_MS).toISOString())
      .executeTakeFirstOrThrow(),
  ]);
  const found: (UpkeepWarning | false)[] = [
    left < LOW_DISK && { id: 'disk-low', urgent: left < FULL_DISK, bytes: left },
    !recoveryKey && { id: 'no-recovery-key', urgent: false },
    failed !== undefined && { id: 'backup-failed', urgent: true, code: failed.code, days: daysAgo(failed.at) },
    recoveryKey !== undefined && !last && { id: 'no-backup', urgent: false },
    last !== undefined &&
      daysAgo(last.at) >= BACKUP_DAYS && { id: 'backup-old', urgent: false, days: daysAgo(last.at) },
    last !== undefined && !schedule && { id: 'backup-off', urgent: false },
    Number(refused.count) > 0 && { id: 'post-refused', urgent: true, count: Number(refused.count) },
    Number(stuck.count) > 0 && { id: 'post-stuck', urgent: false, count: Number(stuck.count) },
  ];
  return found.filter((each) => each !== false).sort((a, b) => Number(b.urgent) - Number(a.urgent));
}
