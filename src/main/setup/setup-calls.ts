/** A screen's connection during a first run: its commands, checked at the door as those of a desk are. */
import { z } from 'zod';
import type { DeskMessage, DeskReply } from '#shared/desk/contract.ts';
import { setupCommands, type SetupCommandName, type SetupInput, type SetupOutput } from '#shared/desk/setup.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { drawRecoverySheet, previewPng } from '#main/printing/index.ts';
import { recoveryKeyId } from '#main/vault/index.ts';
import { importFiles, installAnswer, requestCertificates, useOwnAuthority } from './certify.ts';
import type { MadeParty, Setup } from './setup.ts';

const requestSchema = z.object({ id: z.int(), command: z.string(), input: z.unknown() });
/** Dots per inch of the sheet as it is shown, and printed by a browser. */
const PREVIEW_DPI = 150;

type Handlers = {
  readonly [N in SetupCommandName]: (input: Required<SetupInput<N>>) => Promise<Result<SetupOutput<N>>>;
};

/** @param onFinished once a screen has been told that the party stands */
export function openSetupCalls(
  setup: Setup,
  onFinished: (made: MadeParty) => void,
  send: (message: DeskMessage) => void,
  report: (error: unknown) => void,
): { receive(message: unknown): Promise<void> } {
  let made: MadeParty | undefined;
  const handlers = handlersOf(setup, (party) => (made = party));
  return {
    receive: async (message) => {
      const request = requestSchema.safeParse(message);
      if (!request.success) return;
      const { id, command, input } = request.data;
      const result = await answer(handlers, command, input, report);
      send(toReply(id, result));
      if (made) onFinished(made);
      made = undefined;
    },
  };
}

async function answer(
  handlers: Handlers,
  command: string,
  input: unknown,
  report: (error: unknown) => void,
): Promise<Result<unknown>> {
  if (!Object.hasOwn(setupCommands, command)) return fail('not-found', 'command');
  const name = command as SetupCommandName;
  const parsed = setupCommands[name].input.safeParse(input);
  if (!parsed.success) return fail('field-invalid', parsed.error.issues[0]?.path.join('.') ?? '');
  try {
    return await (handlers[name] as (input: unknown) => Promise<Result<unknown>>)(parsed.data);
  } catch (error) {
    report(error);
    const { code } = error as { code?: unknown };
    return fail(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'internal');
  }
}

const toReply = (id: number, result: Result<unknown>): DeskReply =>
  result.ok ? { id, ok: true, value: result.value ?? null } : { id, ok: false, error: result.error };

function handlersOf(setup: Setup, onMade: (made: MadeParty) => void): Handlers {
  const { now = () => new Date(), startDemo } = setup.options;
  /** What was done, and where one stands after it. */
  const thenLook = async (done: Promise<Result<unknown>>): Promise<Result<Awaited<ReturnType<Setup['look']>>>> => {
    const result = await done;
    return result.ok ? ok(await setup.look()) : result;
  };
  return {
    'setup.look': async () => ok(await setup.look()),
    'setup.describe': (plan) => setup.describe(setupCommands['setup.describe'].input.parse(plan)),
    'setup.choose-passphrase': ({ passphrase }) => setup.choosePassphrase(passphrase),
    'setup.open': ({ passphrase }) => setup.open(passphrase),
    'setup.recovery-sheet': async ({ language }) => {
      const paper = await setup.paperKey();
      if (!paper.ok) return paper;
      const { key, plan } = paper.value;
      const pdf = await drawRecoverySheet({
        language,
        party: plan.name,
        id: plan.id,
        date: now().toISOString().slice(0, 10),
        keyId: recoveryKeyId(new Uint8Array(Buffer.from(key.publicKey, 'base64url'))),
        text: key.text,
      });
      const preview = await previewPng(pdf, PREVIEW_DPI);
      return preview.ok ? ok({ pdf: toBase64(pdf), preview: toBase64(preview.value) }) : preview;
    },
    'setup.recovery-kept': () => setup.recoveryKept(),
    'setup.own-authority': (chosen) => thenLook(setup.withVault((work) => useOwnAuthority(work, chosen))),
    'setup.request': async () => {
      const requests = await setup.withVault(requestCertificates);
      return requests.ok ? ok({ state: await setup.look(), requests: requests.value }) : requests;
    },
    'setup.certify': (given) => thenLook(setup.withVault((work) => installAnswer(work, given))),
    'setup.import': (given) => thenLook(setup.withVault((work) => importFiles(work, given))),
    'setup.choose-again': () =>
      thenLook(
        setup.withVault(async ({ keep }) => {
          await keep({ asked: false });
          return ok();
        }),
      ),
    'setup.finish': async () => {
      const made = await setup.finish();
      if (made.ok) onMade(made.value);
      return made.ok ? ok() : made;
    },
    'setup.start-over': async () => ok(await setup.startOver()),
    'setup.demo': async () => (startDemo ? startDemo() : fail('not-found', 'demo')),
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
