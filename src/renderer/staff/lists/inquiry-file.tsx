/** One decision: what it was, why, and every check with what was found against what is allowed, as both stood then. */
import type { ReactNode } from 'react';
import type { CreditFacts, DecisionReason, DecisionRules, InquiryDetail } from '#shared/desk/inquiries.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FilePage } from '../components/file-page.tsx';
import { Glyph, type Sign } from '../components/glyph.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useStay } from '../components/use-stay.ts';
import { NumberText } from '../components/words.tsx';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function InquiryPage({ id, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  // Not renewed by itself: every opening stands in the trail.
  const { value: file, failure } = useQuery('inquiries.open', { id });
  useStay(file?.facts, onBack);
  return (
    <FilePage
      title={file ? titleOf(file.purchase) : '…'}
      mark={file && <StateMark of="inquiry" state={file.state} />}
      onBack={onBack}
      side={file && <Side file={file} />}
    >
      {failure && <FailureNote failure={failure} />}
      {file && <Verdict file={file} />}
      {file && <Checks file={file} />}
    </FilePage>
  );
}

const titleOf = (purchase: string): string =>
  /^\d+$/.test(purchase) ? formatNumber(purchase) : `${purchase.slice(0, 14)}…`;

function Side({ file }: { readonly file: InquiryDetail }): ReactNode {
  const { inquiries: texts } = useTexts();
  const money = useMoney();
  const { amount, mall, flow, agency, at, decidedAt, lastFour, receipt } = file;
  return (
    <dl className="facts">
      <Fact name={texts.amount}>
        <span className="number strong">{money(amount)}</span>
      </Fact>
      <Fact name={texts.mall}>{mall}</Fact>
      <Fact name={texts.flow}>{texts.flows[flow]}</Fact>
      {agency !== undefined && <Fact name={texts.agency}>{agency}</Fact>}
      {lastFour !== undefined && (
        <Fact name={texts.card}>
          <span className="number">•••• {lastFour}</span>
        </Fact>
      )}
      <Fact name={texts.at}>{formatTime(at)}</Fact>
      {decidedAt !== undefined && <Fact name={texts.decidedAt}>{formatTime(decidedAt)}</Fact>}
      {receipt !== undefined && (
        <Fact name={texts.receipt}>
          <NumberText number={receipt} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const SIGNS: Readonly<Record<InquiryDetail['state'], Sign>> = {
  waiting: 'wait',
  yes: 'done',
  no: 'stop',
  again: 'look',
};

function Verdict({ file: { state, reason, detail } }: { readonly file: InquiryDetail }): ReactNode {
  const { inquiries: texts } = useTexts();
  return (
    <section className={`verdict ${SIGNS[state]}`}>
      <Glyph sign={SIGNS[state]} size={40} />
      <div>
        <h2>{texts.answers[state]}</h2>
        {reason && <p>{texts.explained[reason]}</p>}
        {detail === 'wallet-locked' ? (
          <p>{texts.lockedNow}</p>
        ) : (
          detail !== undefined && <p className="meta number">{detail}</p>
        )}
        {state !== 'waiting' && <p className="meta">{texts.told}</p>}
      </div>
    </section>
  );
}

interface Check {
  readonly name: 'card' | 'available' | 'overdue' | 'debt' | 'history';
  readonly found: string;
  /** Absent where the rule was switched off. */
  readonly allowed?: string;
  readonly breaks: boolean;
}

function Checks({ file }: { readonly file: InquiryDetail }): ReactNode {
  const { inquiries: texts } = useTexts();
  const checks = useChecks(file);
  if (file.state === 'waiting') return null;
  if (!checks) return <p className="meta">{texts.noCard}</p>;
  const columns: readonly Column<Check>[] = [
    { head: texts.check, render: ({ name }) => texts.checks[name] },
    { head: texts.found, form: 'wide', render: ({ found }) => <span className="number">{found}</span> },
    { head: texts.allowed, render: ({ allowed }) => <span className="number">{allowed ?? '–'}</span> },
    { head: texts.result, render: (check) => <Result check={check} /> },
  ];
  return (
    <section className="stack">
      <h2>{texts.looked}</h2>
      <DataTable label={texts.looked} columns={columns} rows={checks} keyOf={({ name }) => name} />
    </section>
  );
}

function Result({ check: { allowed, breaks } }: { readonly check: Check }): ReactNode {
  const { inquiries: texts } = useTexts();
  if (allowed === undefined) return <span className="faint">{texts.notAsked}</span>;
  return (
    <span className={breaks ? 'check breaks' : 'check'}>
      <Glyph sign={breaks ? 'stop' : 'done'} size={16} />
      {breaks ? texts.breaks : texts.fits}
    </span>
  );
}

/** `undefined` where nobody proved to hold a card. */
function useChecks({ facts, rules, amount, reason }: InquiryDetail): readonly Check[] | undefined {
  const { inquiries: texts } = useTexts();
  const money = useMoney();
  if (!facts || !rules) return undefined;
  const { available, limit, debt, overdueDays, reminders } = facts;
  const breaks = brokenChecks(facts, rules, amount.value, reason);
  return [
    {
      name: 'card',
      found: reason === 'card-blocked' ? texts.blocked : texts.goodThrough(showDay(facts.expiry)),
      allowed: texts.notBlocked,
      breaks: breaks.card,
    },
    {
      name: 'available',
      found: texts.availableOf(money(available), money(limit)),
      allowed: texts.atLeast(money(amount)),
      breaks: breaks.available,
    },
    {
      name: 'overdue',
      found: texts.overdueFor(overdueDays),
      ...(rules.overdueDays !== undefined && { allowed: texts.atMostDays(rules.overdueDays) }),
      breaks: breaks.overdue,
    },
    {
      name: 'debt',
      found:
        debt.value === 0 ? texts.noDebt : texts.debtOf(money(debt), percentOf(debt.value + amount.value, limit.value)),
      ...(rules.debtPercent !== undefined && { allowed: texts.atMostPercent(rules.debtPercent) }),
      breaks: breaks.debt,
    },
    {
      name: 'history',
      found: texts.times(reminders),
      ...(rules.reminders !== undefined && { allowed: texts.atMostTimes(rules.reminders) }),
      breaks: breaks.history,
    },
  ];
}

/** The one that decided is the first; others may stand against it as well. */
function brokenChecks(
  { available, limit, debt, overdueDays, reminders }: CreditFacts,
  rules: DecisionRules,
  asked: number,
  reason: DecisionReason | undefined,
): Readonly<Record<Check['name'], boolean>> {
  const over = (value: number, most: number | undefined): boolean => most !== undefined && value > most;
  return {
    card: reason === 'card-blocked' || reason === 'card-expired',
    available: available.value < asked,
    overdue: over(overdueDays, rules.overdueDays),
    debt: debt.value > 0 && over((debt.value + asked) * 100, rules.debtPercent && rules.debtPercent * limit.value),
    history: over(reminders, rules.reminders),
  };
}

/** A tenth more than allowed must show as more. */
function percentOf(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(Math.ceil((part * 1000) / whole) / 10).toFixed(1)} %`;
}
