/** A bank account as people type it: a mall's, or our own. What banks take is decided by the party. */
import { type ReactNode, useState } from 'react';
import type { BillingSettings, PayeeRow } from '#shared/desk/billing.ts';
import { ACCOUNT_TYPES, type AccountType } from '#shared/domain/bank-account.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useTexts } from '../stores/use-texts.ts';

const FIELDS = ['holder', 'accountNumber', 'bankCode', 'bankName', 'branchCode', 'branchName', 'iban', 'bic'] as const;
type Field = (typeof FIELDS)[number] | 'consignor' | 'shownJa' | 'shownEn' | 'feeRate';
type Typed = Readonly<Record<Field, string>>;
const OPTIONAL: readonly Field[] = ['iban', 'bic'];
const DIGITS: Partial<Readonly<Record<Field, number>>> = {
  accountNumber: 7,
  bankCode: 4,
  branchCode: 3,
  consignor: 10,
};

/** How the party names them, where it is not by their own name. */
const PATHS: Partial<Readonly<Record<Field, string>>> = { shownJa: 'shown.ja', shownEn: 'shown.en' };

/** Percent with two decimals, as basis points. */
function toBasisPoints(typed: string): number {
  const value = Number(typed.normalize('NFKC').replace('%', '').trim());
  return Math.round(value * 100);
}

export function AccountDialog({
  settings,
  payee,
  onSaved,
  onClose,
}: {
  readonly settings: BillingSettings;
  /** Absent for our own account. */
  readonly payee: PayeeRow | undefined;
  /** Told whether there is an undo line that says so. */
  readonly onSaved: (canUndo: boolean) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.payouts;
  const own = settings.account;
  const known = payee ? payee.payee : own;
  const [type, setType] = useState<AccountType>(known?.accountType ?? 'ordinary');
  const [typed, setTyped] = useState<Typed>(() => ({
    ...(Object.fromEntries(FIELDS.map((name) => [name, known?.[name] ?? ''])) as Record<
      (typeof FIELDS)[number],
      string
    >),
    consignor: own?.consignor ?? '',
    shownJa: own?.shown.ja ?? '',
    shownEn: own?.shown.en ?? '',
    feeRate: payee?.payee ? String(payee.payee.feeRate / 100) : '0',
  }));
  const shown: readonly Field[] = [
    ...FIELDS,
    ...(payee ? (['feeRate'] as const) : (['consignor', 'shownJa', 'shownEn'] as const)),
  ];

  function save(): Promise<Result<void>> {
    const { holder, bankCode, bankName, branchCode, branchName, accountNumber, iban, bic } = typed;
    const account = {
      holder,
      bankCode: bankCode.trim(),
      bankName,
      branchCode: branchCode.trim(),
      branchName,
      accountNumber: accountNumber.trim(),
      accountType: type,
      ...(iban.trim() !== '' && { iban }),
      ...(bic.trim() !== '' && { bic }),
    };
    if (payee) {
      return desk.call('payees.save', { ...account, partner: payee.partner, feeRate: toBasisPoints(typed.feeRate) });
    }
    return desk.call('billing.set-account', {
      ...account,
      consignor: typed.consignor.trim(),
      shown: { ja: typed.shownJa, en: typed.shownEn },
    });
  }
  return (
    <OrderDialog
      wide
      title={payee ? texts.accountOf(payee.name) : texts.ownAccount}
      explain={payee ? texts.accountExplain : `${texts.ownExplain} ${texts.accountExplain}`}
      confirm={texts.save}
      disabled={shown.some((name) => !OPTIONAL.includes(name) && typed[name].trim() === '')}
      order={save}
      onDone={() => {
        onSaved(known !== undefined);
        if (payee?.payee) {
          const before = payee.payee;
          offerUndo({ text: texts.saved, undo: () => desk.call('payees.save', before) });
        } else if (!payee && own) {
          offerUndo({ text: texts.saved, undo: () => desk.call('billing.set-account', own) });
        }
      }}
      onClose={onClose}
    >
      {(refused) => (
        <>
          {shown.map((name, at) => (
            <TextField
              key={name}
              title={texts[name]}
              wide={name === 'shownJa' || name === 'shownEn'}
              invalid={refused === (PATHS[name] ?? name)}
              {...(at === 0 && { 'data-first': '' })}
              {...(DIGITS[name] !== undefined && { inputMode: 'numeric' as const, maxLength: DIGITS[name] })}
              value={typed[name]}
              onText={(text) => setTyped({ ...typed, [name]: text })}
            />
          ))}
          <div className="field">
            <span>{texts.accountType}</span>
            <div>
              <Segments
                label={texts.accountType}
                choices={ACCOUNT_TYPES.map((name) => [name, texts.accountTypes[name]] as const)}
                chosen={type}
                onChoose={setType}
              />
            </div>
          </div>
        </>
      )}
    </OrderDialog>
  );
}
