/** Where a first run stands, and what brings it on; one at a time for a folder. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { PartyPlan, SetupStage, SetupState } from '#shared/desk/setup.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type PartyConfig, writeConfig } from '#main/config.ts';
import { makeFirstKeys } from '#main/roles/office/keys.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { createVault, drawPaperKey, openVault, type PaperKey, type ScryptCost, type Vault } from '#main/vault/index.ts';
import { isCertified } from './certify.ts';
import { configOf } from './config-of.ts';
import { clearDraft, type Draft, draftFolder, isEmptyFolder, putInPlace, readDraft, writeDraft } from './draft.ts';
import { checkPort, proposedHost, proposePorts } from './proposal.ts';

export interface SetupOptions {
  /** Where the party will lie: empty, or not there. */
  readonly folder: string;
  /** Of this desk, now and as the party's. */
  readonly deskPort: number;
  /** Starts sample parties and says where their window is. */
  readonly startDemo?: () => Promise<Result<{ readonly link: string }>>;
  readonly now?: () => Date;
  /** Cheaper for tests. */
  readonly scrypt?: ScryptCost;
}

export interface MadeParty {
  readonly config: PartyConfig;
  readonly vault: Vault;
}

/** What is known while this service runs: none of it lies on a disk. */
interface Held {
  vault: Vault;
  passphrase: string;
  paper?: PaperKey;
}

export interface Setup {
  readonly options: SetupOptions;
  look(): Promise<SetupState>;
  describe(plan: PartyPlan): Promise<Result<SetupState>>;
  choosePassphrase(passphrase: string): Promise<Result<SetupState>>;
  open(passphrase: string): Promise<Result<SetupState>>;
  /** The recovery key that is to be printed. Fails with `wrong-state`. */
  paperKey(): Promise<Result<{ readonly key: PaperKey; readonly plan: PartyPlan }>>;
  recoveryKept(): Promise<Result<SetupState>>;
  /** Work on the certificates of the open vault; where every door has one afterwards, all is ready. */
  withVault<T>(work: (at: CertificateWork) => Promise<Result<T>>): Promise<Result<T>>;
  startOver(): Promise<SetupState>;
  /** The party's folder, with everything in it. Afterwards nothing here works any more. */
  finish(): Promise<Result<MadeParty>>;
  close(): void;
}

/** What certificates are made with. */
export interface CertificateWork {
  readonly draft: string;
  readonly plan: PartyPlan;
  readonly vault: Vault;
  readonly passphrase: string;
  readonly scrypt?: ScryptCost;
  keep(change: Partial<Pick<Draft, 'revocations' | 'asked'>>): Promise<void>;
}

/** Whether a first run may begin in this folder. */
export function hasNoParty(folder: string): boolean {
  return isEmptyFolder(folder);
}

/** Fails with `already-running` where another service is at the same first run, `folder-not-empty` where there is a party. */
export async function openSetup(options: SetupOptions): Promise<Result<Setup>> {
  const { folder, scrypt } = options;
  if (!isEmptyFolder(folder)) return fail('folder-not-empty');
  const draft = draftFolder(folder);
  const lock = lockFolder(draft);
  if (!lock.ok) return lock;
  const now = options.now ?? (() => new Date());
  const vaultOptions = { now, ...(scrypt && { scrypt }) };
  const proposal = { host: proposedHost(), ...(await proposePorts()) };
  let held: Held | undefined;
  let known = await readDraft(draft);
  let over = false;

  function stage(): SetupStage {
    if (known === undefined) return 'party';
    if (!existsSync(join(draft, 'vault.json'))) return 'passphrase';
    if (held === undefined) return 'closed';
    if (known.recovery === undefined) return 'recovery';
    if (known.ready) return 'ready';
    return known.asked ? 'answer' : 'certificates';
  }
  const state = (): SetupState => ({
    stage: stage(),
    folder,
    ...(known && { plan: known.plan }),
    proposal,
    demo: options.startDemo !== undefined,
  });
  const keep = async (content: Draft): Promise<void> => {
    await writeDraft(draft, content);
    known = content;
  };
  /** `wrong-state` unless the screen is where the service is: two windows of one first run get out of step. */
  const at = (...stages: readonly SetupStage[]): boolean => !over && stages.includes(stage());

  const setup: Setup = {
    options,
    look: async () => state(),
    describe: async (plan) => {
      if (!at('party', 'passphrase', 'recovery', 'certificates', 'answer')) return fail('wrong-state', 'party');
      const fit = await checkPlan(plan, options.deskPort);
      if (!fit.ok) return fit;
      // What was asked for under another name is of no use.
      const asked = known?.asked === true && known.plan.id === plan.id;
      await keep({ revocations: 'required', ready: false, ...known, plan, asked });
      return ok(state());
    },
    choosePassphrase: async (passphrase) => {
      if (!at('passphrase')) return fail('wrong-state', 'passphrase');
      const vault = await createVault(draft, passphrase, vaultOptions);
      if (!vault.ok) return vault;
      await makeFirstKeys(vault.value, now());
      held = { vault: vault.value, passphrase };
      return ok(state());
    },
    open: async (passphrase) => {
      if (!at('closed')) return fail('wrong-state', 'open');
      const vault = await openVault(draft, passphrase, vaultOptions);
      if (!vault.ok) return vault;
      // The service may have ended between the vault and its first keys.
      await makeFirstKeys(vault.value, now());
      held = { vault: vault.value, passphrase };
      return ok(state());
    },
    paperKey: async () => {
      if (!at('recovery')) return fail('wrong-state', 'recovery');
      held!.paper ??= drawPaperKey();
      return ok({ key: held!.paper, plan: known!.plan });
    },
    recoveryKept: async () => {
      const paper = held?.paper;
      if (!at('recovery') || paper === undefined) return fail('wrong-state', 'recovery');
      await keep({ ...known!, recovery: paper.publicKey });
      delete held!.paper;
      return ok(state());
    },
    withVault: async (work) => {
      if (!at('certificates', 'answer')) return fail('wrong-state', 'certificates');
      const { vault, passphrase } = held!;
      const { plan } = known!;
      const done = await work({
        draft,
        plan,
        vault,
        passphrase,
        ...(scrypt && { scrypt }),
        keep: (change) => keep({ ...known!, ...change }),
      });
      if (done.ok) await keep({ ...known!, ready: !known!.asked && (await isCertified(draft, vault, plan)) });
      return done;
    },
    startOver: async () => {
      if (over) return state();
      held = undefined;
      known = undefined;
      await clearDraft(draft);
      return state();
    },
    finish: async () => {
      if (!at('ready')) return fail('wrong-state', 'ready');
      const { plan, recovery, revocations } = known!;
      const fit = await checkPlan(plan, options.deskPort);
      if (!fit.ok) return fit;
      const config = configOf(plan, { deskPort: options.deskPort, recovery: recovery!, revocations });
      await writeConfig(draft, config);
      over = true;
      lock.value.release();
      await putInPlace(draft, folder);
      // The open vault writes to where it was opened.
      const vault = await openVault(folder, held!.passphrase, vaultOptions);
      held = undefined;
      return vault.ok ? ok({ config, vault: vault.value }) : vault;
    },
    close: () => {
      if (!over) lock.value.release();
      over = true;
      held = undefined;
    },
  };
  return ok(setup);
}

/** What can be wrong with a plan beyond its form. */
async function checkPlan(plan: PartyPlan, deskPort: number): Promise<Result<void>> {
  if (isIP(plan.id) !== 0 || plan.id.split('.').some((label) => label.length > 63)) return fail('host-invalid', 'id');
  if (plan.role === 'agency' && plan.agency === undefined) return fail('field-missing', 'settlement');
  if (plan.agency !== undefined && plan.role !== 'agency' && plan.role !== 'credit') {
    return fail('field-invalid', 'settlement');
  }
  const closed = plan.closed && plan.role === 'credit';
  const ports = [...(closed ? [] : [plan.publicPort]), plan.partnerPort, plan.stationPort ?? []].flat();
  if (new Set([deskPort, ...ports]).size < ports.length + 1) return fail('field-invalid', 'ports');
  for (const port of ports) {
    const free = await checkPort(port);
    if (!free.ok) return free;
  }
  return ok();
}
