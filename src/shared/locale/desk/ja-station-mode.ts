/** A station in Japanese. */
import type { enStationMode } from './en-station-mode.ts';

export const jaStationMode: typeof enStationMode = {
  online: 'オンライン',
  connecting: '接続中',
  offline: 'オフライン',
  sending: (n) => `オンライン：${n} 件を送信中`,
  offlineWaiting: (n) => `オフライン：${n} 件が送信待ち`,
  refused: (n) => `受付不可 ${n} 件`,
  revoked: '登録取消',
  heard: (time) => `サービスとの最後の通信：${time}`,
  lease: (time) => `この端末でラベルを開けるのは ${time} までです。`,
  revokedTitle: 'この端末は登録を取り消されました',
  revokedDo: '中のデータは消去され、何も開けません。事務所で新しいフォルダーに登録し直せます。',
  cutOffTitle: 'サービスに接続できません',
  cutOffDo: '接続が戻るまで、この端末では作業できません。接続は自動的に戻ります。',
  waiting: {
    open: '送信待ちの読み取り',
    title: '送信待ちの読み取り',
    none: '送信待ちはありません。読み取りはすべてサービスに記録されています。',
    explain: 'サービスに接続できしだい、読み取った順に自動で送信します。',
    list: '送信待ち',
    refusedTitle: 'サービスが受け付けなかった読み取り',
    refusedDo: '荷物を確認し、必要ならもう一度読み取ってから、ここを片づけてください。',
    collected: (money) => `${money} を届け先で受け取っています。どの集金袋にも入っていません。`,
    putAside: '片づける',
    number: '番号',
    noNumber: '番号なし',
    step: '作業',
    at: '読み取り',
  },
};
