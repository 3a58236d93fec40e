/** Electronic goods' way: the mall's bench, the credit company's forwarding station, the customer's mailbox. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { formatNumber } from '#shared/domain/number.ts';
import { packageName } from '#shared/protocol/goods-package.ts';
import { canonical } from '#shared/protocol/event.ts';
import { FILES } from '#main/config.ts';
import { type Buyer, digestInHex, type OpenedFile, openGoods } from './buyer.ts';
import type { CustomerBrowser } from './customer.ts';
import type { DemoGroup } from './group.ts';
import { OrderStopped, until } from './order-stopped.ts';
import { mainCodeOf } from './play-parcel.ts';

/** What became of electronic goods, as `demo --json` prints it. */
export interface PlayedGoods {
  /** As the buyer's own key opened them out of the mail. */
  readonly goods: readonly OpenedFile[];
  /** Path of the PDF. */
  readonly receiptLabel: string;
  /** The main code's digits, read back from the PDF; the label id in variant b. */
  readonly receiptText: string;
  /** Path of the mail as the mail server received it. */
  readonly mail: string;
}

/** Rows that are looked through for the one of this order. */
const LATEST = 500;

export interface BoughtGoods {
  readonly receipt: string;
  readonly buyer: Buyer;
  /** For packages that are too large for a mail. */
  readonly browser: CustomerBrowser;
}

/** From the settled payment to the opened files; the mall knows of the forwarding when this returns. */
export async function forwardGoods(group: DemoGroup, bought: BoughtGoods): Promise<PlayedGoods> {
  const { mall, credit } = group.parties;
  const { receipt } = bought;
  const sold = await sealAtMall(group, receipt);
  const earlier = await group.mail.received();
  await until('the credit company has the package', async () => {
    const { rows } = await credit.desk.ask('forwarding.list', { limit: LATEST });
    return rows.find((row) => row.receipt === receipt && row.state === 'arrived');
  });
  await credit.desk.ask('forwarding.scan', { scan: sold.receiptText });
  await credit.desk.ask('forwarding.send', { receipts: [receipt] });
  const mail = await until('the mail arrives', async () => {
    const received = (await group.mail.received()).filter((file) => !earlier.includes(file));
    for (const file of received) if (await isAbout(file, receipt)) return file;
    return undefined;
  });
  await until('the mall knows of the forwarding', async () => {
    const rows = (await mall.desk.ask('goods.list', { limit: LATEST })).rows;
    return rows.find((row) => row.receipt === receipt && row.state === 'forwarded');
  });
  const packed = await packageIn(mail, bought);
  const goods = await openGoods(bought.buyer, packed, { issuer: credit.config.id, receipt });
  const { receiptLabel, receiptText } = sold;
  if (canonical(digestsOf(goods)) !== canonical(sold.digests)) throw new OrderStopped('the mail holds other goods');
  return { goods, receiptLabel, receiptText, mail };
}

interface SoldGoods extends Pick<PlayedGoods, 'receiptLabel' | 'receiptText'> {
  /** Of the files that the mall sells under the order's products. */
  readonly digests: readonly string[];
}

async function sealAtMall(group: DemoGroup, receipt: string): Promise<SoldGoods> {
  const { mall, credit } = group.parties;
  const { purchase, state } = await until('the mall has the settlement', async () => {
    const rows = (await mall.desk.ask('goods.list', { limit: LATEST })).rows;
    return rows.find((row) => row.receipt === receipt);
  });
  const { items } = await mall.desk.ask('goods.open', { number: purchase });
  // A mall may have chosen to seal without being asked.
  const { labelId } = await mall.desk.ask(state === 'ready' ? 'goods.seal' : 'goods.label', { purchase });
  const receiptLabel = join(mall.folder, FILES.spool, `${labelId}.pdf`);
  const partners = await mall.desk.ask('partners.list', {});
  const { variant } = partners.find(({ id }) => id === credit.config.id)!;
  return {
    receiptLabel,
    receiptText: variant === 'b' ? labelId : await mainCodeOf(await readFile(receiptLabel), 'receipt'),
    digests: items.flatMap(({ files }) => files.map(({ sha256 }) => digestInHex(sha256))).sort(),
  };
}

function digestsOf(goods: readonly OpenedFile[]): string[] {
  return goods.map(({ sha256 }) => sha256).sort();
}

async function isAbout(file: string, receipt: string): Promise<boolean> {
  const { subject = '' } = await PostalMime.parse(await readFile(file));
  return subject.includes(formatNumber(receipt));
}

/** The package out of the mail, or from where the mail says that it can be fetched. */
async function packageIn(mail: string, { receipt, browser }: BoughtGoods): Promise<Uint8Array> {
  const { attachments, text = '' } = await PostalMime.parse(await readFile(mail), {
    attachmentEncoding: 'arraybuffer',
  });
  const attached = attachments.find(({ filename }) => filename === packageName(receipt));
  if (attached) return new Uint8Array(attached.content as ArrayBuffer);
  const link = /https:\/\/\S+\/goods\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new OrderStopped('the mail brings no package');
  return browser.download(`${link}/file`);
}
