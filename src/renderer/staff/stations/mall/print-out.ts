/** What the bench has made goes onto paper: labels on the bench's own printer, everything else by the browser's dialog. */
import { desk } from '../../client.ts';
import { printPaper } from '../../components/print-paper.ts';
import { useSettings } from '../../stores/settings-store.ts';
import type { Paper } from './paper.ts';

export function printOut(papers: readonly Paper[]): void {
  const { printer, printAtOnce } = useSettings.getState();
  const labels = papers.flatMap(({ label }) => (label ? [label.labelId] : []));
  if (printer === '' || labels.length < papers.length) {
    if (printAtOnce) void printPaper(...papers);
    return;
  }
  void printOn(printer, labels, papers);
}

async function printOn(printer: string, labels: readonly string[], papers: readonly Paper[]): Promise<void> {
  const given = await desk.call('labels.print', { printer, labels: [...labels] });
  // Removed meanwhile, say: the label comes onto paper all the same. What came out before, or may be coming out, does not.
  if (!given.ok && !['wrong-state', 'unavailable'].includes(given.error.code)) await printPaper(...papers);
}
