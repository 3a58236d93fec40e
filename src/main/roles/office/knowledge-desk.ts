import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Input } from '#shared/desk/contract.ts';
import type { Knowledge, knowledgeCommands } from '#shared/desk/knowledge.ts';
import { fail, type Result } from '#shared/result.ts';

export type KnowledgeReader = (asked: Input<'knowledge.read'>) => Promise<Result<Knowledge>>;

/** One reader for each role that an installation runs; the first that knows the number answers. */
export function knowledgeDesk(...readers: readonly KnowledgeReader[]): DeskHandlers<keyof typeof knowledgeCommands> {
  return {
    'knowledge.read': async (_, asked) => {
      for (const read of readers) {
        const found = await read(asked);
        if (found.ok || found.error.code !== 'not-found') return found;
      }
      return fail('not-found');
    },
  };
}
