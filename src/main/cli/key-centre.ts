import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#shared/result.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { createKeyCentre, drawAgreedKey, type KeyCentre, openKeyCentre, writeKeyFile } from '#main/vault/index.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { installKeyFile } from './install-key.ts';

const USAGE = `usage: keycentre init           --dir DIR [--threshold T]
       keycentre issue          --dir DIR --id PARTY --out FILE
       keycentre issue-customer --dir DIR --parties PARTY,PARTY,… --out FILE [--replaces REFERENCE]
       keycentre revoke         --dir DIR --id IDENTIFIER-OR-REFERENCE
       keycentre revoked        --dir DIR --id PARTY --out FILE
       keycentre renew          --dir DIR [--threshold T]
       keycentre list           --dir DIR
       keycentre agree          --ends IDENTIFIER,IDENTIFIER --out FILE
       keycentre install        --dir PARTY-DIR --file FILE
More than T holders of keys of one generation together can compute all its keys; so T keys are issued, then \`renew\`.
A party's key file is sealed with TOKUMEI_KEY_PASSPHRASE; a customer's file and an agreed key lie in it as they are.
\`install\` takes in a party's key, an agreed key or a list of revoked identifiers, while the party does not run.`;

/** Which options each verb needs; `out` must not exist yet. */
const NEEDED: Readonly<Record<string, readonly (keyof Order)[]>> = {
  init: ['dir'],
  issue: ['dir', 'id', 'out'],
  'issue-customer': ['dir', 'parties', 'out'],
  revoke: ['dir', 'id'],
  revoked: ['dir', 'id', 'out'],
  renew: ['dir'],
  list: ['dir'],
  agree: ['ends', 'out'],
  install: ['dir', 'file'],
};

interface Order {
  readonly dir: string;
  readonly id: string;
  readonly out: string;
  readonly file: string;
  readonly parties: string;
  readonly replaces: string | undefined;
  readonly ends: string;
  readonly threshold: number | undefined;
}

const NOTHING = { dir: '', id: '', out: '', file: '', parties: '', ends: '' };

/** The key centre of sealed orders, and the party's side of it (docs/sealed-order.md). */
export async function runKeyCentre(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: text,
      id: text,
      out: text,
      file: text,
      parties: text,
      replaces: text,
      ends: text,
      threshold: text,
    },
  });
  const verb = positionals[0] ?? '';
  const needed = Object.hasOwn(NEEDED, verb) ? NEEDED[verb] : undefined;
  const { threshold, replaces, ...texts } = values;
  if (
    !needed?.every((name) => values[name] !== undefined) ||
    (threshold !== undefined && !/^\d{1,4}$/.test(threshold))
  ) {
    console.error(USAGE);
    return 2;
  }
  const order: Order = {
    ...NOTHING,
    ...texts,
    replaces,
    threshold: threshold === undefined ? undefined : Number(threshold),
  };
  const done = await run(verb, order);
  if (done.ok) {
    for (const line of done.value) console.log(line);
    return 0;
  }
  const { code, about } = done.error;
  console.error(about === undefined ? code : `${code} (${about})`);
  return 1;
}

/** The lines to print. */
type Said = Promise<Result<readonly string[]>>;

async function run(verb: string, order: Order): Said {
  // Looked at first: what is issued counts, also when it can't be written.
  if (order.out !== '' && existsSync(order.out)) return fail('wrong-state', order.out);
  if (verb === 'agree') return agree(order);
  if (verb === 'install') return installKeyFile(order.dir, order.file);
  const passphrase = (await askPassphrase()) ?? '';
  if (verb === 'init') {
    const created = await createKeyCentre(
      order.dir,
      passphrase,
      order.threshold === undefined ? {} : { threshold: order.threshold },
    );
    return created.ok ? ok([stateLine(created.value)]) : created;
  }
  if (!existsSync(order.dir)) return fail('not-found', order.dir);
  // Two that issue at once would lose what one of them wrote.
  const lock = lockFolder(order.dir);
  if (!lock.ok) return lock;
  try {
    const opened = await openKeyCentre(order.dir, passphrase);
    return opened.ok ? await useKeyCentre(opened.value, verb, order) : opened;
  } finally {
    lock.value.release();
  }
}

async function useKeyCentre(centre: KeyCentre, verb: string, order: Order): Said {
  const { id, out } = order;
  switch (verb) {
    case 'issue': {
      const passphrase = process.env['TOKUMEI_KEY_PASSPHRASE'] ?? '';
      if (passphrase === '') return fail('field-missing', 'TOKUMEI_KEY_PASSPHRASE');
      const key = await centre.issue(id);
      const written = key.ok ? await writeKeyFile(out, passphrase, key.value) : key;
      return written.ok ? ok([stateLine(centre)]) : written;
    }
    case 'issue-customer': {
      const keys = await centre.issueCustomer(order.parties.split(','), order.replaces);
      if (!keys.ok) return keys;
      await writeSecret(out, keys.value);
      return ok([`reference ${keys.value.reference}`, stateLine(centre)]);
    }
    case 'revoke': {
      const revoked = await centre.revoke(id);
      return revoked.ok ? ok(revoked.value) : revoked;
    }
    case 'revoked': {
      const list = await centre.revokedFor(id);
      if (!list.ok) return list;
      await writeSecret(out, list.value);
      return ok([`${list.value.revoked.length} revoked`]);
    }
    case 'renew': {
      const renewed = await centre.renew(order.threshold);
      return renewed.ok ? ok([stateLine(centre)]) : renewed;
    }
    default:
      return ok([stateLine(centre), ...centre.issued().map(listLine)]);
  }
}

function agree({ ends, out }: Order): Said {
  const [one = '', other = ''] = ends.split(',');
  const key = drawAgreedKey(one, other);
  return key.ok ? writeSecret(out, key.value).then(() => ok([])) : Promise.resolve(key);
}

async function writeSecret(out: string, content: object): Promise<void> {
  await writeFile(out, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

function stateLine(held: KeyCentre): string {
  const { centre, generation, threshold, left } = held.state();
  return `centre ${centre} generation ${generation}: ${left} of ${threshold} keys left`;
}

function listLine({
  id,
  generation,
  issued,
  times,
  for: party,
  reference,
  revoked,
}: ReturnType<KeyCentre['issued']>[number]) {
  const pseudonym = party === undefined ? '' : ` for ${party} file ${reference}`;
  const state = revoked === undefined ? 'good' : `revoked ${revoked}`;
  return `${id} generation ${generation} issued ${issued} ×${times}${pseudonym} ${state}`;
}
