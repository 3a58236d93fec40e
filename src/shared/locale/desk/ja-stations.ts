/** 端末の管理画面。 */
import type { enStations } from './en-stations.ts';

export const jaStations: typeof enStations = {
  pair: '端末を接続',
  name: '名前',
  nameHint: '現場での呼び名（例：「ゲート2」）。操作記録に残ります。',
  kind: '種類',
  kinds: {
    bench: '梱包台',
    gate: '営業所ゲート',
    van: '配達車両',
    forwarding: '転送デスク',
  },
  depot: '営業所',
  noDepot: 'なし',
  depotHint: '他の営業所の荷物をすぐに見分けられます。',
  state: '状態',
  connected: '接続中',
  away: '未接続',
  revoked: '取消済み',
  pairedAt: '登録',
  seenAt: '最終接続',
  now: '今',
  never: 'まだなし',
  address: 'アドレス',

  emptyTitle: '登録された端末はありません',
  emptyExplain:
    '端末は、梱包台・ゲート・車両に置く別のコンピューターです。その場所の画面だけを表示し、このサービスを通して働きます。そのコンピューターで本ソフトを端末として起動し、ここでコードを出して接続します。',
  offTitle: '他のコンピューターはまだ接続できません',
  offExplain: (file) =>
    `このサービスには端末用の入口がありません。管理者がデータフォルダの設定ファイル（${file}）に次の行を加え、サービスを起動し直すと使えます。`,
  offHosts: (field) => `「${field}」は、端末がこのコンピューターを見つける名前またはアドレスです。`,

  pairTitle: '端末を接続',
  pairExplain: '10分間、1回だけ使えるコードを表示します。',
  giveCode: 'コードを表示',
  codeTitle: (name) => `${name}の接続コード`,
  codeExplain: '端末でアドレスを入力し、このコードを読み取るか入力してください。',
  code: '接続コード',
  bars: '接続コード（バーコード）',
  qr: '接続コード（二次元コード）',
  left: (time) => `残り ${time}`,
  endedTitle: 'コードは無効になりました',
  endedDo: '10分を過ぎたか、誤った入力が続きました。新しいコードを表示してください。',
  again: '新しいコードを表示',
  paired: (name) => `${name}を接続しました`,
  pairedDo: '今後は自動でつながります。',

  revoke: '取り消す',
  revokeTitle: (name) => `${name}を取り消しますか`,
  revokeExplain: '接続はただちに切れ、以後の要求には応じません。再び使うには、もう一度接続してください。',
  revokeCutOff:
    '端末は次にこのサービスにつながったとき、鍵・荷物の一覧・送信待ちを消去します。端末に残る送信待ちの読み取りは失われます。それまでにラベルを開けるのは、単独で動ける期間だけです。',
  revokedNow: (name) => `${name}を取り消しました`,
  fileTitle: (name) => `端末 ${name}`,
  open: '行を開くと、詳細と取り消しが表示されます。',
};
