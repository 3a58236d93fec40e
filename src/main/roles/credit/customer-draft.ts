/**
 * A file of customers before it is taken in: what each row would do, put right where it must be. Held in memory for
 * whoever brought it, half an hour at most; nothing of it is stored, and no secret of it is shown as a sample.
 */
import { type CustomerDraft, type CustomerField, SECRET_FIELDS } from '#shared/desk/credit.ts';
import { headingReader } from '#shared/domain/headings.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type DraftLook, type DraftRoom, type DraftRules, openDraftRoom } from '#main/storage/index.ts';
import { randomToken } from '#main/vault/index.ts';
import { cardId } from './cards.ts';
import type { Credit } from './credit.ts';
import type { ImportTable } from './customer-import.ts';
import { type CustomerCells, enterCells, type RowProblem } from './customer-row.ts';

const KEPT_MS = 30 * 60_000;

/** What a file need not have. */
const USUAL: CustomerCells = { currency: 'JPY', blocked: 'no', check_words: '' };

const HEADINGS: Readonly<Record<CustomerField, readonly string[]>> = {
  name: ['氏名', '名前', 'お名前', '顧客名', 'fullname', 'customer'],
  kana: ['フリガナ', 'ふりがな', 'カナ', '氏名カナ', 'furigana', 'reading'],
  postal_code: ['郵便番号', 'postcode', 'zip', 'zipcode'],
  address: ['住所', 'ご住所'],
  phone: ['電話', '電話番号', 'tel', 'telephone', 'phonenumber'],
  email: ['メール', 'メールアドレス', 'eメール', 'mail', 'emailaddress'],
  employer: ['勤務先', '会社名', 'company'],
  card_number: ['カード番号', 'card', 'number'],
  expiry: ['有効期限', 'goodthrough', 'expires', 'expirydate'],
  limit: ['利用枠', '限度額', '利用限度額', 'creditlimit'],
  available: ['利用可能', '利用可能額', '残り枠'],
  currency: ['通貨'],
  password: ['パスワード', '暗証'],
  check_words: ['合言葉', '確認の言葉', 'words'],
  blocked: ['停止', '停止中'],
};

function customerRules(credit: Credit): DraftRules<CustomerField> {
  return {
    recognise: headingReader<CustomerField>(HEADINGS),
    async look(): Promise<DraftLook<CustomerField>> {
      const db = credit.storage.read;
      const cards = new Set((await db.selectFrom('card').select('id').execute()).map(({ id }) => id));
      const people = await db
        .selectFrom('customer')
        .leftJoin('closed_account', 'closed_account.customer', 'customer.id')
        .select(['customer.email', 'customer.name', 'closed_account.closed_at'])
        .execute();
      const nameOf = new Map(people.map(({ email, name }) => [email, name]));
      const closed = new Set(people.filter(({ closed_at }) => closed_at !== null).map(({ email }) => email));
      const seen = new Set<string>();
      const refuse = (...problems: readonly RowProblem[]) => ({ kind: 'refused' as const, changes: [], problems });
      return {
        async plan(cells) {
          const entered = enterCells(withUsual(cells));
          if (!entered.ok) return refuse(...entered.problems);
          const { contact, card } = entered;
          const id = await cardId(credit, card.number);
          if (seen.has(id)) return refuse({ field: 'card_number', code: 'row-twice' });
          seen.add(id);
          if (cards.has(id)) return { kind: 'unchanged', changes: [], problems: [] };
          const other = nameOf.get(contact.email);
          if (other !== undefined && other !== contact.name) return refuse({ field: 'email', code: 'email-known' });
          if (closed.has(contact.email)) return refuse({ field: 'email', code: 'customer-closed' });
          nameOf.set(contact.email, contact.name);
          return { kind: 'new', changes: [], problems: [] };
        },
        missing: () => [],
      };
    },
  };
}

function withUsual(cells: CustomerCells): CustomerCells {
  const { limit } = cells;
  return { ...USUAL, ...(limit !== undefined && { available: limit }), ...cells };
}

export interface CustomerDrafts extends Omit<DraftRoom<CustomerField>, 'find'> {
  /** What is to be taken in, once: the draft is forgotten. Fails with `not-found`, `wrong-state` while rows are looked at. */
  take(id: string): Result<ImportTable>;
}

export function openCustomerDrafts(credit: Credit): CustomerDrafts {
  const room = openDraftRoom(customerRules(credit), randomToken);
  const forget = (result: Result<CustomerDraft>): Result<CustomerDraft> => {
    if (!result.ok) return result;
    const { draft } = result.value;
    setTimeout(() => room.drop(draft), KEPT_MS).unref();
    return veiled(result);
  };
  return {
    ...room,
    read: async (csv) => forget(await room.read(csv)),
    draft: (id) => veiled(room.draft(id)),
    rows(asked) {
      const found = room.rows(asked);
      if (!found.ok || asked.kind === 'refused') return found;
      return ok({ ...found.value, rows: found.value.rows.map((row) => ({ ...row, cells: veiledCells(row.cells) })) });
    },
    map: async (asked) => veiled(await room.map(asked)),
    async repair(asked) {
      const repaired = await room.repair(asked);
      if (!repaired.ok || repaired.value.row.kind === 'refused') return repaired;
      const { row, counts } = repaired.value;
      return ok({ row: { ...row, cells: veiledCells(row.cells) }, counts });
    },
    take(id) {
      const draft = room.find(id);
      if (!draft) return fail('not-found');
      const { state } = draft.summary(id);
      if (state !== 'ready') return fail('wrong-state', state);
      const rows = draft.rows('new').map(({ line, cells }) => ({ line, record: withUsual(cells) }));
      room.drop(id);
      return ok({ rows });
    },
  };
}

/** Of a row that fits, secrets are nobody's business any more; a card is known by its last four digits. */
function veiledCells({ card_number: number = '', ...cells }: CustomerCells): CustomerCells {
  const { password: _password, check_words: _words, ...shown } = cells;
  return { ...shown, card_number: number.replace(/\D/g, '').slice(-4) };
}

/** What a column holds is shown by its first cells, but for secrets. */
function veiled(result: Result<CustomerDraft>): Result<CustomerDraft> {
  if (!result.ok) return result;
  const { columns, samples } = result.value;
  const isSecret = (at: number): boolean => SECRET_FIELDS.some((field) => field === columns[at]);
  return ok({
    ...result.value,
    samples: samples.map((cells, at) => (isSecret(at) ? cells.map((cell) => (cell === '' ? '' : '••••')) : cells)),
  });
}
