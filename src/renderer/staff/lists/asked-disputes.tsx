/** What credit companies ask a mall about contested charges; the answer is made of classes. */
import { type ReactNode, useState } from 'react';
import {
  ASKED_DISPUTE_STATES,
  type AskedDisputeRow,
  DISPUTE_ANSWERS,
  type DisputeAnswer,
} from '#shared/desk/disputes.ts';
import { DISPUTE_EVIDENCE, type DisputeEvidence } from '#shared/domain/dispute.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { RecordList } from '../records/record-list.tsx';
import { useMay } from '../stores/use-may.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { useDisputeColumns } from './dispute-columns.tsx';

const keyOf = ({ dispute }: AskedDisputeRow): string => dispute;

export function AskedDisputes(): ReactNode {
  const { frame, disputes } = useTexts();
  const mayAnswer = useMay('money');
  const [opened, setOpened] = useState<AskedDisputeRow>();
  const [happened, setHappened] = useState<string>();
  const columns = useDisputeColumns<AskedDisputeRow>({
    number: [disputes.number, ({ number }) => number],
    partner: [disputes.credit, ({ credit }) => credit],
    answer: disputes.answerOwn,
    due: [
      disputes.answerBy,
      ({ answerBy }) => answerBy,
      ({ state, answerBy }) => (state === 'asked' ? answerBy : undefined),
    ],
    at: [disputes.asked, ({ askedAt }) => askedAt],
  });
  return (
    <ListScreen title={frame.screens.disputes} meta={disputes.askedOpen}>
      <div className="screen-body">
        <RecordList
          list="asked-disputes.list"
          title={frame.screens.disputes}
          columns={columns}
          keyOf={keyOf}
          topics={['disputes']}
          states={[ASKED_DISPUTE_STATES, disputes.states]}
          dates={disputes.asked}
          amounts={disputes.amount}
          partners={['credit']}
          empty={
            <Empty icon="disputes" title={disputes.askedEmpty}>
              {disputes.askedEmptyExplain}
            </Empty>
          }
          notice={happened !== undefined && <Note sign="done" title={happened} />}
          opened={opened?.dispute}
          onOpen={(row) => row.state === 'asked' && mayAnswer && setOpened(row)}
        />
      </div>
      {opened && (
        <AnswerDialog
          row={opened}
          onDone={() => {
            setOpened(undefined);
            setHappened(disputes.answered);
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </ListScreen>
  );
}

function AnswerDialog({
  row,
  onDone,
  onClose,
}: {
  readonly row: AskedDisputeRow;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { disputes } = useTexts();
  const money = useMoney();
  const [answer, setAnswer] = useState<DisputeAnswer>('contested');
  const [evidence, setEvidence] = useState<readonly DisputeEvidence[]>([]);
  const titles = { accepted: disputes.answerAccept, contested: disputes.answerContest };
  return (
    <OrderDialog
      title={disputes.answerTitle}
      explain={`${disputes.abouts[row.about]} · ${money(row.amount)}`}
      confirm={disputes.answerSend}
      danger={answer === 'accepted'}
      order={() => desk.call('asked-disputes.answer', { dispute: row.dispute, answer, evidence: [...evidence] })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => (
        <div className="stack wide-field">
          <div>
            <Segments
              label={disputes.answerOwn}
              choices={DISPUTE_ANSWERS.map((each) => [each, titles[each]] as const)}
              chosen={answer}
              onChoose={setAnswer}
            />
          </div>
          <p className="meta">
            {answer === 'accepted' ? disputes.answerAcceptExplain(money(row.amount)) : disputes.answerContestExplain}
          </p>
          {answer === 'contested' && (
            <div className="stack tight">
              {DISPUTE_EVIDENCE.map((each) => (
                <label key={each} className="check">
                  <input
                    type="checkbox"
                    checked={evidence.includes(each)}
                    onChange={({ target }) =>
                      setEvidence((before) =>
                        target.checked ? [...before, each] : before.filter((other) => other !== each),
                      )
                    }
                  />
                  {disputes.evidences[each]}
                </label>
              ))}
            </div>
          )}
        </div>
      )}
    </OrderDialog>
  );
}
