/** What the shop's pages say of the ways to pay that have no window: sealed order, wallet, closed network. */
import type { OrderFlow, PartRow } from '../desk/sealed-orders.ts';
import type { WalletVariant } from '../protocol/wallet.ts';
import type { Text } from './text.ts';

/** Where the card is used, as a heading. */
export const FLOW_TEXTS = {
  window: { ja: 'クレジット会社の窓口', en: 'At the credit company’s own window' },
  sealed: { ja: '封印注文の端末ページ', en: 'In a sealed order, on a terminal page' },
  agency: { ja: '認証代行会社のウォレット', en: 'In your wallet of an authentication agency' },
  closed: { ja: 'この店のページ（閉域網で照会）', en: 'On this shop’s page, asked over a closed network' },
} as const satisfies Record<OrderFlow, Text>;

/** What that means for the customer. */
export const FLOW_HOW = {
  window: {
    ja: 'カード番号は、クレジット会社の窓口だけに入力していただきます。',
    en: 'You enter your card in the credit company’s own window.',
  },
  sealed: {
    ja: '一枚の注文票を、クレジット会社が公表している端末のページに記入していただきます。票はその場で会社ごとに切り分けられ、それぞれの会社だけが開けるように封緘されます。この店は束を取り次ぎますが、開けるのは商品の部分だけです。',
    en: 'You fill in one order form, on a terminal page that the credit company publishes. It is cut up there, and each company’s part is sealed so that only that company opens it. This shop passes the parts on and opens none but the goods.',
  },
  closed: {
    ja: 'カード番号を、この店のページに入力していただきます。ページの中でクレジット会社に宛てて封緘され、両社だけをつなぐ閉域網で照会されます。入力の間は、この店のページを信じていただくことになります。',
    en: 'You enter your card on this shop’s page. It is sealed there to the credit company, which is asked over a network that joins the two alone. While you type, you trust this shop’s page.',
  },
} as const satisfies Partial<Record<OrderFlow, Text>>;

/** What the agency does with the wallet's data. */
export const WALLET_HOW = {
  reseal: {
    ja: '前もって作ったウォレットと暗証番号で承認していただきます。カード番号は入力しません。「{agency}」は、承認のたびにウォレットの中身を開いて封緘し直しますが、残しません。',
    en: 'You confirm with a wallet that you made beforehand, and its PIN; you type no card. {agency} opens the wallet’s data at each order to seal them anew, and keeps nothing.',
  },
  pass: {
    ja: '前もって作ったウォレットと暗証番号で承認していただきます。カード番号は入力しません。「{agency}」は、ウォレットの中身を開かずに取り次ぎます。',
    en: 'You confirm with a wallet that you made beforehand, and its PIN; you type no card. {agency} passes the wallet’s data on and can’t open them.',
  },
} as const satisfies Record<WalletVariant, Text>;

/** What a party of a sealed order is asked for. */
export const ASK_TEXTS = {
  goods: { ja: '商品', en: 'goods' },
  card: { ja: 'カード', en: 'card' },
  destination: { ja: 'お届け先', en: 'address' },
  gift: { ja: '贈る言葉', en: 'words for the gift' },
} as const satisfies Record<PartRow['asks'], Text>;

/** How far its part is, as the customer sees it. */
export const PART_TEXTS = {
  awaited: { ja: '端末を待っています', en: 'waits for the terminal' },
  confirmed: { ja: '本物と確かめました', en: 'has proved who it is' },
  received: { ja: '封緘されて届きました', en: 'is here, sealed' },
  sent: { ja: '渡しました。返事を待っています', en: 'is handed on, waits for its answer' },
  yes: { ja: '引き受けました', en: 'agreed' },
  no: { ja: '引き受けませんでした', en: 'did not agree' },
} as const satisfies Record<PartRow['state'], Text>;

export const FLOWS = {
  carrierLead: {
    ja: 'お届け先は、選んだ配送会社の窓口か、封印注文なら端末のページに入力していただきます。この店には伝わりません。',
    en: 'You enter your address in the window of the carrier you choose or, for a sealed order, on the terminal page. This shop never sees it.',
  },
  flowLegend: { ja: 'カードを使うところ', en: 'Where you use your card' },
  flowLead: {
    ja: '使える方法は、クレジット会社と配送会社によって違います。',
    en: 'Which ways there are depends on the credit company and the carrier.',
  },
  flowAgency: { ja: '「{agency}」のウォレット', en: 'In your wallet of {agency}' },
  unfitCredit: {
    ja: 'お選びのクレジット会社では使えません。',
    en: 'Not with the credit company that you chose.',
  },
  unfitCarrier: { ja: 'お選びの配送会社では使えません。', en: 'Not with the carrier that you chose.' },
  paySettled: {
    ja: 'この店にはお名前もカード番号も伝わらず、配送会社には代金が伝わりません。カードを使うところは、下でお選びください。',
    en: 'This shop learns neither name nor card number, and the carrier is not told the amount. Choose below where you use your card.',
  },
  paySettledMail: {
    ja: 'この店にはお名前もカード番号も伝わりません。カードを使うところは、下でお選びください。',
    en: 'This shop learns neither name nor card number. Choose below where you use your card.',
  },
  wrapper: { ja: 'ギフト包装', en: 'Gift-wrapping' },
  wrapperLead: {
    ja: '封印注文だけでお選びいただけます。贈る言葉は端末のページに書いていただき、包装する会社だけが読みます。',
    en: 'For sealed orders only. You write your words on the terminal page; the gift-wrapper alone reads them.',
  },
  wrapperNone: { ja: '包装しない', en: 'No gift-wrapping' },

  leadSealed: {
    ja: 'まだ注文は成立していません。次に「{credit}」の端末のページを開き、注文票に記入していただきます。',
    en: 'Nothing is ordered yet. Next, you open the terminal page of {credit} and fill in the order form.',
  },
  leadAgency: {
    ja: 'まだ注文は成立していません。次に「{agency}」のページを開き、ウォレットと暗証番号で承認していただきます。',
    en: 'Nothing is ordered yet. Next, you open the page of {agency} and confirm with your wallet and its PIN.',
  },
  leadClosed: {
    ja: 'まだ注文は成立していません。次の画面でカード番号を入力していただくと、封緘して「{credit}」に照会します。',
    en: 'Nothing is ordered yet. Next, you enter your card here; it is sealed, and {credit} is asked.',
  },
  endMail: {
    ja: '「{credit}」が承認すると成立します。',
    en: 'The order is placed when {credit} approves it.',
  },
  endSealed: {
    ja: '「{credit}」が承認し、「{carrier}」が配送を引き受けると成立します。',
    en: 'The order is placed when {credit} approves it and {carrier} takes the parcel on.',
  },
  endSealedBoth: {
    ja: '「{credit}」が承認すると電子商品の注文が、「{carrier}」が配送を引き受けると荷物の注文が成立します。',
    en: 'Your electronic goods are ordered when {credit} approves, the parcel when {carrier} takes it on.',
  },
  endParcel: {
    ja: '承認のあと、「{carrier}」の窓口でお届け先を入力して「発送を頼む」を押すと成立します。',
    en: 'After its approval {carrier} opens a window of its own; the order is placed when you enter your address there and press “Ship”.',
  },
  endBoth: {
    ja: '承認されると、電子商品の注文が成立します。荷物の注文は、続いて「{carrier}」の窓口でお届け先を入力して「発送を頼む」を押すと成立します。',
    en: 'Your electronic goods are ordered when it is approved. Then {carrier} opens a window for your address: the parcel is ordered when you press “Ship” there.',
  },

  wrapperLearns: { ja: '贈る言葉、店の名', en: 'your words for the gift, the shop’s name' },
  wrapperNot: {
    ja: 'お名前、ご住所、カード、代金、商品名',
    en: 'name, address, card, price, what the goods are',
  },
  agencyLearnsReseal: {
    ja: '代金、点数、店の名。封緘し直す間だけ、お名前とカード',
    en: 'price, number of pieces, the shop’s name; name and card only while it seals them anew',
  },
  agencyNotReseal: {
    ja: '商品名、お届け先、暗証番号',
    en: 'what the goods are, where they go, your PIN',
  },
  agencyLearnsPass: { ja: '代金、点数、店の名', en: 'price, number of pieces, the shop’s name' },
  agencyNotPass: {
    ja: 'お名前、カード、商品名、お届け先、暗証番号',
    en: 'name, card, what the goods are, where they go, your PIN',
  },
  limitsSealed: {
    ja: '端末のページはクレジット会社が配ります。書き換えられたページは、記入されたすべてを読めます。ご自分で保存し、公表された指紋と見比べたページをお使いになれば、それを防げます。',
    en: 'The credit company hands out the terminal page, and a page that was tampered with could read all you type. A copy of your own, compared with the published fingerprint, keeps you from that.',
  },
  limitsAgency: {
    ja: '認証代行会社には、いつどの店でいくら使われたかが伝わります。',
    en: 'The agency learns when you spend how much at which shop.',
  },
  limitsClosed: {
    ja: 'カード番号を入力する間は、この店のページを信じていただくことになります。書き換えられたページは、封緘する前のカード番号を読めます。',
    en: 'While you type your card, you trust this shop’s page: one that was tampered with could read the card before it is sealed.',
  },

  until: { ja: '期限', en: 'Open until' },
  longTitle: { ja: '時間がかかるとき', en: 'If it takes long' },

  sealedTitle: { ja: '端末のページで注文票にご記入ください', en: 'Fill in the order form on the terminal page' },
  sealedLead: {
    ja: '「{credit}」が公表している端末のページが、新しい窓で {host} に開きます。アドレス欄がそのとおりか確かめてからご記入ください。カードもお届け先も、そこで一度に記入していただきます。',
    en: 'The terminal page that {credit} publishes opens in a new window at {host}. Check that its address bar says so before you type. Card and address are both filled in there.',
  },
  sealedLeadMail: {
    ja: '「{credit}」が公表している端末のページが、新しい窓で {host} に開きます。アドレス欄がそのとおりか確かめてからご記入ください。',
    en: 'The terminal page that {credit} publishes opens in a new window at {host}. Check that its address bar says so before you type.',
  },
  openTerminal: { ja: '「{credit}」の端末を開く', en: 'Open the terminal of {credit}' },
  terminalAgain: { ja: '「{credit}」の端末をもう一度開く', en: 'Open the terminal of {credit} again' },
  sealedWaiting: {
    ja: '端末から注文の束が届くのを待っています。届くと、この画面が自動で切り替わります。',
    en: 'Waiting for the sealed parts from the terminal. This page changes by itself when they are here.',
  },
  ownTerminal: { ja: 'ご自分で保存した端末のページを使う', en: 'Use a terminal page of your own' },
  ownTerminalLead: {
    ja: '保存してある端末のページを開き、この注文コードを貼り付けてください。',
    en: 'Open the terminal page that you keep, and paste this order code into it.',
  },
  orderCode: { ja: '注文コード', en: 'Order code' },
  orderCodeHint: {
    ja: 'このコードを持つ人は、この注文の票に記入できます。人に渡さないでください。',
    en: 'Whoever has this code can fill in this order’s form. Don’t give it to anybody.',
  },
  copy: { ja: 'コピー', en: 'Copy' },
  copied: { ja: 'コピーしました。', en: 'Copied.' },
  copyFailed: { ja: '選んであります。手でコピーしてください。', en: 'It is selected: please copy it by hand.' },
  fingerprint: { ja: '端末のページの指紋', en: 'Fingerprint of the terminal page' },
  fingerprintHint: {
    ja: '「{credit}」が公表したものです。保存したファイルから計算した値と見比べてください。たとえば {command} で計算できます。',
    en: 'As {credit} published it. Compare it with what you calculate from your file, for example by {command}.',
  },
  fingerprintCard: { ja: '公表された形', en: 'As published' },
  sealedLong: {
    ja: '端末は、記入を受け取る前に、各社が本物であることを確かめます。会社のサーバーにつながらない間は、そこでお待ちいただきます。端末の窓を閉じて、ここから開き直してもかまいません。期限を過ぎると、何も請求されずに終わります。',
    en: 'Before it takes your entries, the terminal has each company prove that it is the right one. While a company can’t be reached, it waits there. You may close its window and open it again from here. When the time is over the order ends, and nothing is owed.',
  },

  askedTitle: { ja: '「{credit}」の返事を待っています', en: 'Waiting for the answer of {credit}' },
  askedSealed: {
    ja: '封緘された注文の束が届き、カードの部分だけを、開けないままクレジット会社に渡しました。返事があると、この画面が自動で切り替わります。',
    en: 'Your sealed parts are here. The credit company has been given the card’s part alone, unopened. This page changes by itself when it answers.',
  },
  askedClosed: {
    ja: '封緘されたカードを、閉域網でクレジット会社に渡しています。返事があると、この画面が自動で切り替わります。',
    en: 'Your sealed card goes to the credit company over the closed network. This page changes by itself when it answers.',
  },
  askedAgency: {
    ja: 'ウォレットでの承認が届きました。クレジット会社からのお支払いの結果を待っています。届くと、この画面が自動で切り替わります。',
    en: 'Your confirmation is here, and the credit company’s result of the payment is on its way. This page changes by itself when it comes.',
  },
  parts: { ja: '会社ごとの部分', en: 'The parts, company by company' },
  askedLong: {
    ja: 'ふつうは1分ほどで返事があります。クレジット会社につながらない間も、注文はなくならずに待ち、つながりしだい照会されます。この窓を閉じてもかまいません。同じブラウザでこの店に戻ると、続きをご覧になれます。長く待てないときは、下のボタンでおやめになれます。あとから承認が届いても、代金は請求されません。',
    en: 'It usually takes a minute. While the credit company can’t be reached, the order waits and is not lost; it goes on as soon as the line is back. You may close this window: come back to this shop in the same browser to see how it stands. If you can’t wait, give the order up below; should an approval come after that, nothing is charged.',
  },
  carrierTitle: { ja: '「{carrier}」の引き受けを待っています', en: 'Waiting for {carrier} to take the parcel on' },
  carrierPart: {
    ja: 'お届け先の部分を、開けないまま配送会社に渡しました。引き受けられると、この画面が自動で切り替わります。お届け先をもう一度ご入力いただく必要はありません。',
    en: 'The carrier has been given the part with your address, unopened. This page changes by itself when it takes the parcel on. You need not enter your address again.',
  },
  carrierLong: {
    ja: 'ふつうは1分ほどです。配送会社につながらない間も、注文はなくならずに待っています。この窓を閉じてもかまいません。同じブラウザでこの店に戻ると、続きをご覧になれます。',
    en: 'It usually takes a minute. While the carrier can’t be reached, the order waits and is not lost. You may close this window: come back to this shop in the same browser to see how it stands.',
  },
  carrierStep: { ja: '配送の引き受け', en: 'Carrier' },
  paid: {
    ja: '「{credit}」でのお支払いの手続きが済みました。配送会社の引き受けを待っています。まだ注文は成立していません。',
    en: 'Your payment through {credit} is arranged. The carrier has to take the parcel on; nothing is ordered yet.',
  },
  paidBoth: {
    ja: '「{credit}」でのお支払いの手続きが済み、電子商品のご注文を承りました。荷物は、配送会社の引き受けを待っています。',
    en: 'Your payment through {credit} is arranged and your electronic goods are ordered. The carrier has to take the parcel on.',
  },

  agencyTitle: { ja: '「{agency}」のウォレットで承認してください', en: 'Confirm with your wallet of {agency}' },
  agencyLead: {
    ja: '新しい窓が {host} で開きます。アドレス欄がそのとおりか確かめ、店の名と金額を見てから、暗証番号で承認してください。',
    en: 'A new window opens at {host}. Check that its address bar says so, look at shop and amount, then confirm with your PIN.',
  },
  openWallet: { ja: '「{agency}」のページを開く', en: 'Open the page of {agency}' },
  walletAgain: { ja: '「{agency}」のページをもう一度開く', en: 'Open the page of {agency} again' },
  agencyWaiting: {
    ja: '承認を待っています。済むと、この画面が自動で切り替わります。',
    en: 'Waiting for your confirmation. This page changes by itself when it is done.',
  },
  phoneTitle: { ja: 'ウォレットが電話にあるとき', en: 'If your wallet is on your phone' },
  phoneLead: {
    ja: '電話のカメラでこの二次元コードを読むと、同じページが電話で開きます。このコードは人に見せないでください。',
    en: 'Point its camera at this code: it opens the same page there. Show the code to nobody else.',
  },
  phoneCode: { ja: '「{agency}」のページを開く二次元コード', en: 'Code that opens the page of {agency}' },
  noWallet: { ja: 'ウォレットを作る', en: 'Make a wallet' },
  agencyLong: {
    ja: '暗証番号を間違えたときは、同じページでやり直せます。続けて5回間違えると、ウォレットは止まります。会社のサーバーにつながらない間は、承認のあとも返事をお待ちいただきます。期限を過ぎると、何も請求されずに終わります。',
    en: 'After a wrong PIN you can try again on the same page; the fifth in a row locks the wallet. While a company can’t be reached, the answer comes some time after you confirmed. When the time is over the order ends, and nothing is owed.',
  },

  closedTitle: { ja: 'カードをご入力ください', en: 'Enter your card' },
  closedTrust: {
    ja: 'ここは {host}、店のページです。カード番号は、このページの中で「{credit}」に宛てて封緘され、店に届くのは封緘されたものだけです。ただし、ページがそのとおりに働くことは、この店を信じていただくほかありません。信じきれないときは、下のボタンでこの注文をやめ、ほかの方法をお選びください。',
    en: 'You are at {host}, the shop’s own page. Your card is sealed to {credit} within this page, and only what is sealed goes to the shop. But that the page does so you have to trust this shop for. If you would rather not, give the order up below and choose another way.',
  },
  card: { ja: 'カード番号', en: 'Card number' },
  expiry: { ja: '有効期限（月／年）', en: 'Expiry (month / year)' },
  expiryHint: { ja: 'カードのとおりに。例：07/29', en: 'As on the card, like 07/29' },
  password: { ja: 'クレジット会社のパスワード', en: 'Your password at the credit company' },
  closedMeans: {
    ja: '押すと、{amount}の一括払いを「{credit}」に照会します。',
    en: 'It asks {credit} for {amount}, paid all at once.',
  },
  send: { ja: '封緘して照会する', en: 'Seal and ask' },
  sending: { ja: '封緘しています…', en: 'Sealing…' },
  closedNeedsScripts: {
    ja: 'カードを封緘するために、このページのスクリプトが必要です。スクリプトを許可してページを読み込み直すか、この注文をやめて、ほかの方法をお選びください。カードの欄は、それまで表示されません。',
    en: 'Your card is sealed by this page’s scripts. Please allow them and reload the page, or give the order up and choose another way. Until then there are no fields for a card.',
  },
  cannotSeal: {
    ja: 'このブラウザでは封緘できません。新しいブラウザでお試しになるか、この注文をやめて、ほかの方法をお選びください。何も送られていません。',
    en: 'This browser can’t seal. Please try a newer one, or give the order up and choose another way. Nothing was sent.',
  },
  closedNoKey: {
    ja: 'クレジット会社の封緘の鍵が、いま店にありません。しばらくしてからページを読み込み直すか、この注文をやめて、ほかの方法をお選びください。',
    en: 'The shop has no sealing key of the credit company at the moment. Please reload the page in a while, or give the order up and choose another way.',
  },
  closedLong: {
    ja: '期限までに入力されないと、何も請求されずに終わります。入力のあとは、クレジット会社につながらない間も、注文はなくならずに待っています。',
    en: 'If no card is entered in time the order ends, and nothing is owed. Once it is, the order waits while the credit company can’t be reached, and is not lost.',
  },
  over: {
    ja: 'この手続きを始められる時間は過ぎましたが、すでに始めたものはまだ続けられます。済むと、この画面が自動で切り替わります。',
    en: 'It is too late to begin now, but what you began before can still be finished. This page changes by itself when it is done.',
  },
  overTitle: { ja: '始めた手続きをお済ませください', en: 'Finish what you began' },
  giveUpHint: {
    ja: 'やめたあとで承認が届いても、代金は請求されません。',
    en: 'Should an approval come after that, nothing is charged.',
  },
} as const satisfies Record<string, Text>;
