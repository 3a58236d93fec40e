import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { exceptionCommands } from '#shared/desk/exceptions.ts';
import { inBulk } from '#shared/desk/list.ts';
import { fail, ok } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import {
  countOpen,
  decideException,
  dropOldExceptions,
  type ExceptionTables,
  fileException,
  listExceptions,
  readPicture,
  sealPicture,
} from '#main/exceptions/index.ts';
import type { Post, PostTables } from '#main/post/index.ts';
import type { Storage } from '#main/storage/index.ts';

/** What every role's desk has of the exceptions workbench. */
export function exceptionsDesk({ storage, vault, changes, clock }: Post): DeskHandlers<keyof typeof exceptionCommands> {
  const cellar = storage as unknown as Storage<ExceptionTables & PostTables>;
  return {
    'exceptions.list': async (_, asked) => ok(await listExceptions(cellar.read, asked)),
    'exceptions.count': async () => ok({ open: await countOpen(cellar.read) }),
    'exceptions.picture': async ({ who }, { id }) => {
      const found = await readPicture(vault, cellar.read, id);
      if (!found.ok) return found;
      await cellar.write((db) => recordDeed(db, { at: clock(), who, action: 'exception.viewed', subject: id }));
      return found;
    },
    'exceptions.file': async (caller, { place, code, number, step, picture }) => {
      const sealed = picture && (await sealPicture(vault, Buffer.from(picture.picture, 'base64')));
      changes.announce('exceptions');
      const id = await cellar.write((db) =>
        fileException(db, { at: clock(), caller, place, code, number, step, picture: sealed }),
      );
      return id === undefined ? fail('field-invalid', 'code') : ok({ id });
    },
    'exceptions.decide': ({ who }, choice) => {
      changes.announce('exceptions');
      return decideException(cellar, { ...choice, who, at: clock() });
    },
    'exceptions.decide-many': async ({ who }, { ids, decision }) => {
      changes.announce('exceptions');
      return ok(await inBulk(ids, (id) => decideException(cellar, { id, decision, who, at: clock() })));
    },
  };
}

/** Decided exceptions go after a while, their pictures with them. */
export function dropDecided({ storage, clock }: Post): Promise<void> {
  return dropOldExceptions(storage as unknown as Storage<ExceptionTables>, clock());
}
