/** The exceptions workbench, in English. */
import type { Decision, ExceptionPlace } from '../../desk/exceptions.ts';
import { count } from './count.ts';

export const enExceptions = {
  open: 'Open',
  decided: 'Decided',
  openCount: (n: number) => count(n, 'open exception', 'open exceptions'),
  noneTitle: 'Nothing open',
  noneExplain:
    'Labels that don’t open, numbers that nobody knows and pictures that can’t be read come here by themselves.',
  noneDecided: 'What was decided stands here for 90 days.',
  when: 'When',
  where: 'Where',
  cause: 'Cause',
  number: 'Number',
  unread: 'not read',
  by: 'Scanned by',
  times: (n: number) => `${n} times`,
  decision: 'Decision',
  decidedBy: (who: string, time: string) => `${who}, ${time}`,
  places: {
    scan: 'Scan station',
    packing: 'Packing',
    forwarding: 'Forwarding',
    handover: 'Handover',
    returns: 'Returns',
  } satisfies Record<ExceptionPlace, string>,
  choose: 'Choose an exception to look at it.',
  picture: 'Picture of the scan',
  noPicture: 'No picture: it was scanned or typed.',
  openPdf: 'Open the PDF',
  enter: 'Type its number',
  enterExplain: 'As it stands under the bar code. Work goes on with it at the station.',
  decide: 'What becomes of it?',
  decideMany: 'Decide',
  decideManyTitle: (n: number) => `Decide ${count(n, 'exception', 'exceptions')}`,
  decideExplain: 'Press the number of the decision. It can’t be taken back.',
  decisions: {
    entered: 'Number typed',
    'put-aside': 'Put aside, somebody looks into it',
    'sent-back': 'Back to whom it came from',
    'partner-told': 'The partner was told',
    'no-fault': 'No fault: scanned by mistake',
  } satisfies Record<Decision, string>,
  fileCamera: 'To the exceptions',
  filedCamera: 'The picture is on the exceptions workbench.',
};
