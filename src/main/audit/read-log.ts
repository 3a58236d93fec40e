/** The service's own log as rows, newest first, for the people who keep the installation. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel, type LogPage, type LogRow } from '#shared/desk/upkeep.ts';
import { LOG_FILES } from './log.ts';

const lineSchema = z.object({
  at: z.iso.datetime(),
  level: z.enum(LOG_LEVELS).default('error'),
  room: z.string(),
  name: z.string(),
  code: z.string().exactOptional(),
  frames: z.array(z.string()).default([]),
});

export interface LogAsked {
  readonly room?: string | undefined;
  readonly levels?: readonly LogLevel[] | undefined;
  readonly limit: number;
  /** `next` of the page before: time and place of the last row seen. */
  readonly before?: string | undefined;
}

/** Lines that are no lines of the log – one half written when the power went – are passed over. */
export async function readLog(folder: string, { room, levels, limit, before }: LogAsked): Promise<LogPage> {
  const texts = await Promise.all(
    [...LOG_FILES].reverse().map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  const lines = texts.join('').split('\n').map(readLine);
  const end = before === undefined ? lines.length : findEnd(lines, before);
  const rows: LogRow[] = [];
  let last = 0;
  for (let at = end - 1; at >= 0 && rows.length <= limit; at--) {
    const row = lines[at];
    if (!row || (room !== undefined && row.room !== room) || (levels && !levels.includes(row.level))) continue;
    if (rows.length < limit) last = at;
    rows.push(row);
  }
  const shown = rows.slice(0, limit);
  return {
    rows: shown,
    ...(rows.length > limit && { next: `${shown.at(-1)!.at}|${last}` }),
    rooms: [...new Set(lines.flatMap((line) => (line ? [line.room] : [])))].sort(),
  };
}

/** The line's place; where a new file was begun meanwhile, its time finds it again. */
function findEnd(lines: readonly (LogRow | undefined)[], cursor: string): number {
  const bar = cursor.indexOf('|');
  const [at, place] = [cursor.slice(0, bar), Number(cursor.slice(bar + 1))];
  if (lines[place]?.at === at) return place;
  return lines.findLastIndex((line) => line !== undefined && line.at <= at) + 1;
}

function readLine(text: string): LogRow | undefined {
  if (text === '') return undefined;
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
