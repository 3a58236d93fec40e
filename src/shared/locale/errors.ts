/**
 * What every error code says to a person: what happened, and what to do next. Shown with the code in small type.
 * Complete by type: a new code does not compile until it has its texts.
 */
import type { ErrorCode } from '../errors.ts';
import type { Language } from './desk.ts';

export const ERROR_TEXTS: Readonly<Record<ErrorCode, Readonly<Record<Language, string>>>> = {
  'unknown-version': {
    en: 'This label was written by a newer version. Update this program, or use the bar code along the edge.',
    ja: 'このラベルは新しい版で作られています。このプログラムを更新するか、端のバーコードを読み取ってください。',
  },
  'unknown-key': {
    en: 'The key for this label is not at this station. Ask head office to open it.',
    ja: 'このラベルの鍵はこの端末にありません。本社に開封を依頼してください。',
  },
  'wrong-kind': {
    en: 'This code holds something else. Scan the large code of the label.',
    ja: 'このコードは別の用途のものです。ラベルの大きいコードを読み取ってください。',
  },
  damaged: {
    en: 'The code was read only in part. Scan it again, or use the bar code along the edge.',
    ja: 'コードの一部しか読み取れませんでした。もう一度読み取るか、端のバーコードを使ってください。',
  },
  'not-authentic': {
    en: 'The seal on this label does not fit its number. Put the parcel aside and tell the supervisor.',
    ja: 'ラベルの封緘が番号と一致しません。荷物を取り分けて、責任者に知らせてください。',
  },
  'too-large': {
    en: 'This is larger than can be taken in. Use a smaller file or shorter text.',
    ja: '大きすぎて受け取れません。小さいファイルか短い文にしてください。',
  },

  'bad-number': {
    en: 'This is not a valid number. Compare it with the label, digit by digit.',
    ja: '番号が正しくありません。ラベルと一桁ずつ見比べてください。',
  },
  'field-missing': { en: 'A field is empty. Fill it in.', ja: '未入力の項目があります。入力してください。' },
  'field-too-long': { en: 'A field is too long. Shorten it.', ja: '項目が長すぎます。短くしてください。' },
  'field-characters': {
    en: 'A field has characters that can’t be printed. Type it again without them.',
    ja: '印刷できない文字が含まれています。その文字を除いて入力してください。',
  },
  'field-invalid': {
    en: 'A field has a value that can’t be right. Correct it.',
    ja: '項目の値が正しくありません。直してください。',
  },

  'instruction-invalid': {
    en: 'The instruction from the mall can’t be read. The customer has to start again in the shop.',
    ja: 'モールからの指図を読み取れません。お客様にお店からやり直していただいてください。',
  },
  'instruction-foreign': {
    en: 'The instruction is meant for another company. The customer has to start again in the shop.',
    ja: '別の会社あての指図です。お客様にお店からやり直していただいてください。',
  },
  'instruction-expired': {
    en: 'The instruction is too old. The customer has to start again in the shop.',
    ja: '指図の期限が切れています。お客様にお店からやり直していただいてください。',
  },
  'instruction-reused': {
    en: 'The same purchase number came before with other contents. Nothing was changed; tell the mall.',
    ja: '同じ購入番号が別の内容で使われています。何も変更していません。モールに知らせてください。',
  },
  'partner-unknown': {
    en: 'This partner is not registered. Add its card under Partners and approve it.',
    ja: '登録されていない取引先です。「取引先」でカードを追加し、承認してください。',
  },
  'partner-suspended': {
    en: 'This partner is suspended. Compare the safety number and approve it again to go on.',
    ja: '停止中の取引先です。続けるには、安全番号を照合して再び承認してください。',
  },
  'session-missing': {
    en: 'The customer’s session has ended. The customer has to start again in the shop.',
    ja: 'お客様の手続きが終了しています。お店からやり直していただいてください。',
  },
  'already-decided': {
    en: 'This was decided before. Nothing was changed; look at the list.',
    ja: 'すでに決まっています。何も変更していません。一覧を確認してください。',
  },

  'certificate-unknown': {
    en: 'The partner’s certificate is not one that was approved. Compare the safety number again.',
    ja: '承認済みの証明書ではありません。安全番号をもう一度照合してください。',
  },
  'event-invalid': {
    en: 'The partner’s server could not read the message. Ask the partner which version it runs.',
    ja: '取引先のサーバーがメッセージを読み取れません。取引先に版を確認してください。',
  },
  'event-foreign': {
    en: 'The message was signed by, or meant for, another party. Nothing was changed.',
    ja: '署名者またはあて先が別の会社です。何も変更していません。',
  },
  'event-conflict': {
    en: 'Two different messages came under one id. The first one stands.',
    ja: '同じ識別子で内容の異なるメッセージがあります。最初のものが有効です。',
  },
  'event-too-old': {
    en: 'The message is too old to be taken. Settle the matter with the partner by hand.',
    ja: 'メッセージが古すぎて受け取れません。取引先と直接処理してください。',
  },
  'message-not-allowed': {
    en: 'This kind of message is not allowed from this partner. Nothing was done with it; the setting is under Partners.',
    ja: 'この取引先に許可していない種類のメッセージです。何も処理していません。「取引先」で設定できます。',
  },
  'event-unknown-type': {
    en: 'The partner does not understand this kind of message. One of the two programs has to be updated.',
    ja: '取引先がこの種類のメッセージに対応していません。どちらかのプログラムを更新してください。',
  },
  'event-unknown-number': {
    en: 'The partner does not know this number. Compare it with the partner’s list.',
    ja: '取引先にこの番号がありません。取引先の一覧と照合してください。',
  },
  'contents-differ': {
    en: 'The contents that came back are not what was sent. Don’t pack; tell the supervisor.',
    ja: '戻ってきた内容が送ったものと一致しません。梱包せず、責任者に知らせてください。',
  },

  'basket-empty': {
    en: 'The basket is empty. Choose at least one product.',
    ja: 'かごが空です。商品を選んでください。',
  },
  'product-unknown': {
    en: 'This product is not in the catalogue. Import it first.',
    ja: 'カタログにない商品です。先に取り込んでください。',
  },
  'out-of-stock': {
    en: 'There are not so many of it in stock. Count again, or take fewer.',
    ja: '在庫が足りません。数え直すか、数量を減らしてください。',
  },
  'parcel-too-big': {
    en: 'This would be larger than 170 cm or heavier than 25 kg. Divide the order.',
    ja: '170 cm または 25 kg を超えます。注文を分けてください。',
  },
  'carrier-missing': {
    en: 'No carrier is approved yet. Approve one under Partners.',
    ja: '承認済みの配送会社がありません。「取引先」で承認してください。',
  },
  'order-changed': {
    en: 'Goods or prices changed while the order was being confirmed. Nothing was placed; the customer has to confirm again.',
    ja: '確認のあいだに商品か価格が変わりました。注文は成立していません。お客様にもう一度確認していただいてください。',
  },
  'purchase-unknown': {
    en: 'No purchase has this number. Compare it with the label or the list.',
    ja: 'この番号の購入はありません。ラベルまたは一覧と照合してください。',
  },
  'wrong-state': {
    en: 'This step is not possible now. Nothing was changed; look at the history.',
    ja: '今はこの操作をできません。何も変更していません。履歴を確認してください。',
  },
  'items-unchecked': {
    en: 'Not every item has been checked. Scan or tick the rest.',
    ja: '未確認の品があります。残りを読み取るか、チェックしてください。',
  },
  'goods-without-file': {
    en: 'A product of this order has no file. Attach one to it, then seal the order.',
    ja: 'この注文にファイルのない商品があります。商品にファイルを付けてから封緘してください。',
  },
  'label-unreadable': {
    en: 'The label was drawn but could not be read back, so it was not given out. Print again; if it stays so, tell support.',
    ja: '作成したラベルを読み戻せなかったため、出力していません。もう一度印刷し、続く場合はサポートに知らせてください。',
  },
  'approval-needed': {
    en: 'Somebody else who may do this must agree. Type or scan the name of another person, not your own.',
    ja: 'この操作には、権限のある別の人の承認が必要です。ご自分以外の名前を入力するか読み取ってください。',
  },
  'already-queued': {
    en: 'This label stands in a print job that is not over. Look there before printing it again.',
    ja: 'このラベルは終わっていない印刷ジョブにあります。印刷し直す前に、そのジョブを確かめてください。',
  },
  'label-not-wanted': {
    en: 'The order was called off, set aside or labelled elsewhere before its turn came. Nothing was printed for it.',
    ja: '順番が来る前に、注文が取り消されたか、保留されたか、別の場所でラベルが発行されました。この分は印刷していません。',
  },
  'nothing-to-print': {
    en: 'There is nothing to print.',
    ja: '印刷するものがありません。',
  },
  'row-twice': {
    en: 'Another row of this file is for the same. The first one is taken; change or remove this one.',
    ja: '同じものの行がこのファイルにもうあります。最初の行だけを取り込みます。こちらを直してください。',
  },
  'product-known': {
    en: 'There is a product with this SKU already. Choose another, or change that product.',
    ja: 'この商品コードの商品はすでにあります。別のコードにするか、その商品を変更してください。',
  },
  'product-has-files': {
    en: 'This product has files that its buyers get by mail. Remove the files before you give it a size.',
    ja: 'この商品には購入者へメールで送るファイルが付いています。サイズを入れる前にファイルを外してください。',
  },
  'changed-since': {
    en: 'Somebody else changed this meanwhile. Open it again and repeat the change.',
    ja: 'ほかの人が先に変更しました。開き直してから、もう一度変更してください。',
  },
  'picture-invalid': {
    en: 'This can’t be taken as a picture: only WebP or JPEG without any further data in it.',
    ja: '画像として受け取れません。付加情報のないWebPかJPEGだけを受け取ります。',
  },
  'catalogue-columns': {
    en: 'The file lacks a column. Its first line must name the columns of the sample.',
    ja: '列が足りません。一行目に見本と同じ列名が必要です。',
  },

  'card-known': {
    en: 'This card is known already. The known one stays as it is.',
    ja: 'このカードはすでに登録されています。登録済みの内容は変わりません。',
  },
  'email-known': {
    en: 'Another customer has this e-mail address. Look that customer up, or use another address.',
    ja: 'このメールアドレスは別の顧客に登録されています。その顧客を探すか、別のアドレスを使ってください。',
  },
  'customer-closed': {
    en: 'The customer’s account is closed. Reopen it first.',
    ja: 'この顧客の口座は閉じています。先に再開してください。',
  },
  'money-open': {
    en: 'Money is still open: unpaid statements, held settlements, open disputes or a balance. Settle it first.',
    ja: '未払いの明細・確保中の決済・審査中の異議・残高のいずれかが残っています。先に片づけてください。',
  },
  'card-replaced': {
    en: 'Another card has taken its place. Do it with that card.',
    ja: 'このカードは新しいカードに替わっています。新しいカードで行ってください。',
  },
  'already-there': {
    en: 'There is one with this code already. Open its row to change it.',
    ja: '同じコードがすでにあります。その行を開いて変更してください。',
  },
  'already-booked': {
    en: 'This payment was booked already. Nothing more was booked.',
    ja: 'この入金はすでに記録されています。二重には記録していません。',
  },
  'depot-in-use': {
    en: 'Something still names this depot: a route, a station, a mall’s returns or a parcel held there. Change that first.',
    ja: 'この営業所は、方面表・端末・モールへの返品・お預かり中の荷物のいずれかで使われています。先にそちらを変更してください。',
  },
  'routes-changed': {
    en: 'The routes were changed since: nothing was put back.',
    ja: 'その後に方面表が変更されたため、元に戻していません。',
  },
  'no-counter': {
    en: 'This parcel can’t be fetched at its depot. Choose when it shall be brought.',
    ja: 'このお荷物は営業所の窓口ではお受け取りいただけません。お届けの日時をお選びください。',
  },
  'import-running': {
    en: 'An import is going on. Wait for its end, or stop it.',
    ja: '取り込みの途中です。終わるまで待つか、中止してください。',
  },

  'scan-unreadable': {
    en: 'No label could be read in this. Scan again, flat and from the front, or type the number.',
    ja: 'ラベルを読み取れませんでした。平らにして正面からもう一度読み取るか、番号を入力してください。',
  },
  'parcel-unknown': {
    en: 'No parcel has this number. Compare it with the label, or scan the large code.',
    ja: 'この番号の荷物はありません。ラベルと照合するか、大きいコードを読み取ってください。',
  },
  'receipt-unknown': {
    en: 'No settlement has this receipt number. Compare it with the label, digit by digit.',
    ja: 'この受付番号の決済はありません。ラベルと一桁ずつ見比べてください。',
  },
  'not-arrived': {
    en: 'The package is announced but not here in full. Wait for it, or ask the mall.',
    ja: '予告された荷物がまだ全部届いていません。到着を待つか、モールに問い合わせてください。',
  },
  'not-for-returns': {
    en: 'A return is taken, arrives at depots and is handed to its mall. Choose one of these steps.',
    ja: '返品でできる作業は、引受・到着・モールへの引き渡しです。作業を選び直してください。',
  },
  'wrong-depot': {
    en: 'Another depot delivers this parcel. Don’t load it: put it with the parcels that go on.',
    ja: '別の営業所が配達する荷物です。積み込まず、転送する荷物に入れてください。',
  },
  'held-at-depot': {
    en: 'The customer fetches this parcel at the depot. Don’t load it: put it with the held ones.',
    ja: 'お客様が営業所へ受け取りに来られる荷物です。積み込まず、営業所止めの棚に置いてください。',
  },
  'parcel-underway': {
    en: 'The parcel is on the van already. Nothing can be changed until the van is back.',
    ja: '荷物はすでに配達に出ています。持ち戻るまで変更できません。',
  },
  'parcel-ended': {
    en: 'This parcel has come to its end. Nothing can be changed any more.',
    ja: 'この荷物の配達は終わっています。変更できません。',
  },
  'not-attempted': {
    en: 'Nobody has tried to deliver this parcel yet. Record the attempt first.',
    ja: 'まだ配達に伺っていない荷物です。先に不在などを記録してください。',
  },
  'label-voided': {
    en: 'This label was voided. Look for the newer one on the parcel.',
    ja: '無効になった荷札です。新しい荷札を探してください。',
  },
  'nothing-counted': {
    en: 'Nothing is counted with all of its pieces. Count the parcels first.',
    ja: 'すべての個口を数えた荷物がありません。先に数えてください。',
  },
  'manifest-invalid': {
    en: 'This file is no manifest that a mall signed for us, or it was changed since. Ask the mall for it again.',
    ja: 'モールが当社あてに署名した明細書ではないか、後から変更されています。モールにもう一度求めてください。',
  },
  'other-carrier': {
    en: 'Another carrier’s label. Put the parcel aside for return to the mall.',
    ja: '他社のラベルです。荷物を取り分け、モールに返してください。',
  },
  'other-company': {
    en: 'Another company’s label. Give it back to the mall.',
    ja: '他社のラベルです。モールに返してください。',
  },
  'envelope-conflict': {
    en: 'Another seal is known for this number. Put the parcel aside and tell the supervisor; nothing was changed.',
    ja: 'この番号には別の封緘が登録されています。荷物を取り分けて責任者に知らせてください。何も変更していません。',
  },
  'label-duplicate': {
    en: 'A parcel with this very label was accepted before. Put it aside and tell the supervisor; nothing was changed.',
    ja: '同じラベルの荷物がすでに引き受けられています。取り分けて責任者に知らせてください。何も変更していません。',
  },
  'already-scanned': {
    en: 'This step is recorded for this parcel already. Nothing was changed.',
    ja: 'この荷物のこの作業はすでに記録されています。何も変更していません。',
  },
  'cash-differs': {
    en: 'The cash counted is not what is due. Count again; nothing was recorded.',
    ja: '数えた金額が請求額と一致しません。もう一度数えてください。何も記録していません。',
  },

  'bundle-invalid': {
    en: 'This is no sealed order, or a part of it is missing. Make it again on the terminal page.',
    ja: '封印注文として読み取れないか、一部が欠けています。端末ページで作り直してください。',
  },
  'bundle-foreign': {
    en: 'A part was sealed for another order, shop or company. Make the order again on the terminal page.',
    ja: '別の注文、店舗または会社のために封印された部分が含まれています。端末ページで作り直してください。',
  },
  'party-unproven': {
    en: 'A company could not prove itself. Nothing was sent. Try again later.',
    ja: '会社の本人確認ができませんでした。何も送信していません。時間をおいてお試しください。',
  },
  'flow-missing': {
    en: 'This way to buy is not offered by these companies. Choose another one.',
    ja: 'この会社の組み合わせでは、この購入方法を利用できません。別の方法を選んでください。',
  },
  'wallet-invalid': {
    en: 'This is no wallet file, or it was cut or changed. Use the file as it was saved.',
    ja: 'ウォレットのファイルではないか、欠けたり変更されたりしています。保存したままのファイルをお使いください。',
  },
  'wallet-foreign': {
    en: 'This wallet was made by another agency. Open it on that agency’s page.',
    ja: 'このウォレットは別の認証代行会社のものです。その会社のページで開いてください。',
  },
  'wallet-revoked': {
    en: 'This wallet has been withdrawn. Enrol again to get a new one.',
    ja: 'このウォレットは失効しています。もう一度登録してください。',
  },
  'confirmation-refused': {
    en: 'PIN or card data did not fit. Check the PIN; after five wrong ones in a row the wallet is locked.',
    ja: '暗証番号またはカード情報が一致しませんでした。暗証番号を確かめてください。5回続けて間違えるとウォレットは停止されます。',
  },
  'confirmation-expired': {
    en: 'The time to confirm this order is over. Order again in the shop.',
    ja: 'この注文の確認期限が過ぎました。店舗でもう一度ご注文ください。',
  },
  'agency-unavailable': {
    en: 'The agency does not know this order yet. Wait a moment and try again.',
    ja: '認証代行会社にまだ注文が届いていません。少し待ってからもう一度お試しください。',
  },

  'card-refused': {
    en: 'Card number or password is not right, or the card can’t be used here. Check both and try again.',
    ja: 'カード番号かパスワードが違うか、このカードはご利用になれません。確かめて、もう一度お試しください。',
  },
  'link-expired': {
    en: 'The link has been used, has run out, or was replaced by a newer one. Send the customer another.',
    ja: 'リンクは使用済みか、期限切れか、新しいものに替わっています。お客様にもう一度お送りください。',
  },
  'no-public-pages': {
    en: 'This office stands on a closed network and has no public pages: no link can be sent. Write a letter instead.',
    ja: '閉域網のため公開ページがなく、リンクは送れません。手紙でお送りください。',
  },
  'passkey-refused': {
    en: 'The passkey could not be taken. Nothing was changed; the customer can try again or use the password.',
    ja: 'パスキーを受け付けられません。何も変更していません。お客様にやり直すか、パスワードを使っていただいてください。',
  },
  'claim-too-high': {
    en: 'The claim is higher than what was settled. Nothing was booked.',
    ja: '請求額が決済額を超えています。何も記帳していません。',
  },
  'return-too-late': {
    en: 'The time for returns is over.',
    ja: '返品を受け付ける期間が過ぎています。',
  },
  'not-a-return': {
    en: 'This parcel was not sent back by its customer. One that the carrier brought back is taken on the Refunds screen.',
    ja: 'お客様が返送した荷物ではありません。配送会社が持ち戻った荷物は「返品・返金」の画面で受け取ります。',
  },
  'refund-too-high': {
    en: 'The refund is higher than what can still go back. Nothing was booked.',
    ja: '返金額が返金できる残りを超えています。何も記帳していません。',
  },
  'claim-waiting': {
    en: 'The credit company has not confirmed the claim for this part yet. Refund it once the claim has left the post.',
    ja: 'この分の請求をクレジット会社がまだ受け付けていません。送信が済んでから返金してください。',
  },

  'statement-unknown': {
    en: 'No statement has this reference. Compare it with the statement, digit by digit.',
    ja: 'この番号の明細はありません。明細書と一桁ずつ見比べてください。',
  },
  'month-open': {
    en: 'This month has not closed yet. Its statements can be made the day after it has.',
    ja: 'この月はまだ締まっていません。締め日の翌日から作成できます。',
  },
  'account-missing': {
    en: 'Your own bank account is not entered yet. Enter it under Payouts.',
    ja: '自社の口座が登録されていません。「店への支払」で登録してください。',
  },
  'bank-columns': {
    en: 'The file lacks a column. Its first line must name a date, an amount and a reference.',
    ja: '列が足りません。一行目に日付・金額・番号の列名が必要です。',
  },

  'printer-unknown': {
    en: 'There is no such printer any more. Choose another under Printers.',
    ja: 'このプリンターは登録されていません。「プリンター」で別のものを選んでください。',
  },
  'printer-offline': {
    en: 'The printer can’t be reached. Check that it is switched on and connected – of a folder, that it is there and can be written to; printing goes on by itself.',
    ja: 'プリンターに接続できません。電源と接続を（フォルダーへの保存なら、フォルダーがあって書き込めるかを）確認してください。つながると続きから印刷します。',
  },
  'printer-paper-out': {
    en: 'The printer is out of paper. Put in a new roll; it goes on where it stopped.',
    ja: 'プリンターの用紙が切れています。補充すると続きから印刷します。',
  },
  'printer-ribbon-out': {
    en: 'The printer is out of ribbon or toner. Replace it; it goes on where it stopped.',
    ja: 'プリンターのリボンかトナーが切れています。交換すると続きから印刷します。',
  },
  'printer-head-open': {
    en: 'The printer is open. Close the print head or the cover.',
    ja: 'プリンターが開いています。ヘッドまたはカバーを閉じてください。',
  },
  'printer-paused': {
    en: 'The printer is paused. Press its pause key, or resume the queue.',
    ja: 'プリンターが一時停止中です。本体の一時停止ボタンを押すか、印刷待ちを再開してください。',
  },
  'printer-failing': {
    en: 'The printer reports a fault. Look at its display, mend it and go on.',
    ja: 'プリンターに異常があります。本体の表示を確認し、直してから続けてください。',
  },
  'printer-refused': {
    en: 'The printer did not take this. Check its name, paper size and settings.',
    ja: 'プリンターが受け付けませんでした。名前、用紙サイズ、設定を確認してください。',
  },
  'printer-timeout': {
    en: 'The printer did not answer in time. Look at what came out before printing again.',
    ja: 'プリンターから応答がありません。もう一度印刷する前に、出てきた紙を確認してください。',
  },

  'pairing-code-invalid': {
    en: 'This is no pairing code: a digit is missing or wrong. Compare all 38 digits with the screen in the office.',
    ja: '接続コードではありません。桁が足りないか、違っています。事務所の画面の38桁と照合してください。',
  },
  'pairing-refused': {
    en: 'The service does not take this code: it was used, its ten minutes are over, or it is not from there. Ask the office for a new one.',
    ja: 'サービスがこの接続コードを受け付けませんでした。使用済みか、10分を過ぎたか、別のサービスのものです。事務所で新しいコードを発行してもらってください。',
  },
  'service-unproven': {
    en: 'What answers at this address is not the service that the code is from. Nothing was sent. Check the address; if it is right, somebody stands in between.',
    ja: 'このアドレスで応答しているのは、コードを発行したサービスではありません。何も送信していません。アドレスを確認してください。正しければ、途中に別のものが入っています。',
  },
  'station-known': {
    en: 'A station at work already has this name. Choose another; a lost station has to be revoked first.',
    ja: 'この名前の端末はすでに使われています。別の名前にしてください。紛失した端末は先に取り消してください。',
  },
  'station-revoked': {
    en: 'This station was revoked by the office. It holds nothing any more; pair it again to use it.',
    ja: 'この端末は事務所で登録を取り消されました。中のデータは消去済みです。使うには、もう一度接続してください。',
  },
  'station-offline': {
    en: 'The service cannot be reached, and a number alone does not open here. Scan the large code on the label.',
    ja: 'サービスに接続できないため、番号だけでは開けません。ラベルの大きいコードを読み取ってください。',
  },
  'station-lease-ended': {
    en: 'This station has been without its service for too long and opens nothing more. Bring it back to the network.',
    ja: 'この端末は長い間サービスに接続していないため、開けなくなりました。ネットワークに接続してください。',
  },
  'host-invalid': {
    en: 'This is not a host name. Use a name such as shop.example, not an address of digits.',
    ja: 'ホスト名ではありません。数字のアドレスではなく、shop.example.com のような名前を入力してください。',
  },
  'port-taken': {
    en: 'Another program uses this port. Choose another one, or stop that program.',
    ja: 'このポートは別のプログラムが使っています。別の番号にするか、そのプログラムを止めてください。',
  },
  'port-refused': {
    en: 'This user may not use this port. Choose one above 1023.',
    ja: 'この利用者はこのポートを使えません。1024 以上の番号にしてください。',
  },
  'wrong-passphrase': {
    en: 'The passphrase is wrong. Type it again.',
    ja: 'パスフレーズが違います。もう一度入力してください。',
  },
  'vault-damaged': {
    en: 'The key store can’t be read. Restore it from the last backup.',
    ja: '鍵の保管庫を読み取れません。最新のバックアップから戻してください。',
  },
  'key-expired': {
    en: 'The key for this has expired. Ask head office; after the retention time nobody can open it.',
    ja: '鍵の期限が切れています。本社に確認してください。保存期間を過ぎたものは誰にも開けません。',
  },
  'card-invalid': {
    en: 'This is not a party card, or it was changed on the way. Ask the partner for the file again.',
    ja: '取引先カードではないか、途中で変わっています。取引先にもう一度ファイルを依頼してください。',
  },
  'certificate-invalid': {
    en: 'The certificate can’t be used. Ask for a new one.',
    ja: '証明書を使えません。新しいものを依頼してください。',
  },
  'card-unreachable': {
    en: 'No party card could be fetched from this address. Check the address, or ask the partner for its card as a file.',
    ja: 'このアドレスから取引先カードを取得できません。アドレスを確認するか、カードをファイルで受け取ってください。',
  },
  'authority-missing': {
    en: 'The group’s certificate authority does not lie here. Save a request and have it certified where it lies.',
    ja: 'グループの認証局はこの端末にありません。証明書要求を保存し、認証局のある所で証明を受けてください。',
  },
  'revocations-invalid': {
    en: 'The list of withdrawn certificates is missing or can’t be read. Take the authority’s latest list in, then start again.',
    ja: '失効証明書の一覧がないか、読み取れません。認証局の最新の一覧を取り込んでから、もう一度起動してください。',
  },

  'other-centre': {
    en: 'The two keys are from different key centres or generations and don’t fit. Have both sides issued keys of the same one.',
    ja: '鍵の発行元か世代が異なるため、組み合わせて使えません。双方が同じ発行元・世代の鍵を受け取ってください。',
  },
  'identifier-revoked': {
    en: 'This identifier was withdrawn. Its holder needs new keys from the key centre.',
    ja: 'この識別子は失効しています。持ち主は鍵センターで新しい鍵を受け取ってください。',
  },
  'key-invalid': {
    en: 'This is no key file for here, or it was changed on the way. Ask the key centre for it again.',
    ja: 'ここで使える鍵ファイルではないか、途中で変わっています。鍵センターにもう一度依頼してください。',
  },
  'centre-full': {
    en: 'As many keys are issued as one matrix safely gives. Begin a new generation, and issue the parties’ keys first.',
    ja: '一つの行列から安全に発行できる数に達しました。新しい世代を始め、先に各社の鍵を発行してください。',
  },

  'already-running': {
    en: 'This party’s service is running already. Go on there, or stop it first.',
    ja: 'この会社のサービスはすでに動いています。そちらで続けるか、先に止めてください。',
  },
  'logo-unreadable': {
    en: 'This is no SVG or PNG that can be read. Save the picture again, without interlacing.',
    ja: '読み取れるSVG・PNGではありません。インターレースなしで保存し直してください。',
  },
  'logo-unsafe': {
    en: 'There is something in this drawing that can run, load or restyle a page. Save it as plain shapes, text as outlines.',
    ja: 'この図には、ページで動いたり読み込んだりできるものが入っています。文字をアウトラインにし、図形だけで保存してください。',
  },
  'file-exists': {
    en: 'There is a file of this name already. Nothing was written; choose another name.',
    ja: '同じ名前のファイルがすでにあります。何も書き込んでいません。別の名前を選んでください。',
  },
  'folder-not-empty': {
    en: 'There is something in this folder. A backup is restored into an empty or a new one only.',
    ja: 'フォルダーが空ではありません。復元は空のフォルダーか新しいフォルダーにだけできます。',
  },
  'recovery-key-missing': {
    en: 'No recovery key is registered. Make one, keep it away from this machine, and register its public half.',
    ja: '復旧鍵が登録されていません。復旧鍵を作ってこの機械とは別の場所に保管し、公開部分を登録してください。',
  },
  'recovery-key-wrong': {
    en: 'This backup was sealed to another recovery key. Compare the key id with your list of keys.',
    ja: '別の復旧鍵で封緘されたバックアップです。鍵の識別子を一覧と照合してください。',
  },
  'backup-damaged': {
    en: 'This backup is cut or altered. Nothing was restored; take another copy of it, or an earlier backup.',
    ja: 'バックアップが欠けているか、書き換えられています。何も復元していません。別の写しか、以前のバックアップを使ってください。',
  },
  'disk-full': {
    en: 'The disk is full, so nothing was recorded. Make room, then do it again.',
    ja: 'ディスクに空きがなく、記録していません。空きを作ってからやり直してください。',
  },
  'not-signed-in': {
    en: 'This screen is not signed in. Open the desk by the link that the service printed.',
    ja: 'この画面はサインインしていません。サービスが表示したリンクから開いてください。',
  },
  'not-permitted': {
    en: 'Your account may not do this. Ask a supervisor or an administrator.',
    ja: 'このアカウントには、この操作の権限がありません。責任者か管理者に依頼してください。',
  },
  'first-account': {
    en: 'Nobody has an account here yet. Make the first one: it becomes the administrator.',
    ja: 'まだアカウントがありません。最初のアカウントを作ってください。管理者になります。',
  },
  'secret-needed': {
    en: 'Type your PIN or password to go on.',
    ja: '続けるには、暗証番号かパスワードを入力してください。',
  },
  'wrong-secret': {
    en: 'This PIN or password does not belong to this name. Try again, or ask an administrator for a new one.',
    ja: 'この名前の暗証番号またはパスワードではありません。もう一度入力するか、管理者に再設定を依頼してください。',
  },
  'secret-weak': {
    en: 'This is too easy to guess. Take a PIN of 4 to 8 digits that is no row of digits, or a password of 10 characters or more.',
    ja: '推測されやすいものです。並びや同じ数字でない4～8桁の暗証番号か、10文字以上のパスワードにしてください。',
  },
  'secret-due': {
    en: 'Somebody else chose this PIN or password. Choose an own one first: sign in at the desk.',
    ja: 'この暗証番号またはパスワードはほかの人が決めたものです。先に、サインインして自分のものを決めてください。',
  },
  'locked-out': {
    en: 'Too many wrong tries. Wait until the time shown, or ask an administrator.',
    ja: '間違いが続いたため、しばらく入れません。表示の時刻まで待つか、管理者に依頼してください。',
  },
  'account-known': {
    en: 'Another account has this name already. Add a letter or a number to tell the two apart.',
    ja: '同じ名前のアカウントがあります。区別できるように文字か数字を加えてください。',
  },
  'account-unknown': {
    en: 'There is no account of this name here, or it was closed. Check the spelling, or ask an administrator.',
    ja: 'この名前のアカウントがないか、停止されています。つづりを確かめるか、管理者に尋ねてください。',
  },
  'last-administrator': {
    en: 'This is the last administrator. Make another one first.',
    ja: '最後の管理者です。先に別の管理者を作ってください。',
  },
  'not-found': {
    en: 'This is not here any more. Look at the list again.',
    ja: '見つかりません。一覧を確認してください。',
  },
  'too-many': {
    en: 'Too many tries in a short time. Wait a minute, then go on.',
    ja: '短い時間に回数が多すぎます。一分ほど待ってから続けてください。',
  },
  unavailable: {
    en: 'No connection to the service, so it is not sure that this was recorded. Look at the list once it is back.',
    ja: 'サービスに接続できず、記録されたか確認できません。接続が戻ったら一覧で確認してください。',
  },
  internal: {
    en: 'The program made a mistake and stopped this step. Try once more; if it stays so, tell support the time.',
    ja: 'プログラムの不具合でこの操作を中止しました。もう一度試し、続く場合は時刻をサポートに知らせてください。',
  },
};
