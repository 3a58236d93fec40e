/** What stands on the recovery sheet, in both languages. */
interface RecoveryWords {
  readonly title: string;
  readonly party: string;
  readonly made: string;
  readonly keyId: string;
  readonly key: string;
  readonly characters: string;
  readonly advice: (keyId: string) => readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** To be filled in by hand. */
  readonly kept: readonly string[];
}

export const RECOVERY_WORDS: Readonly<Record<'ja' | 'en', RecoveryWords>> = {
  en: {
    title: 'Recovery sheet',
    party: 'Company',
    made: 'Made on',
    keyId: 'Key',
    key: 'Recovery key',
    characters: 'Digits and capital letters; there is no letter I, L, O or U. The code holds the same.',
    advice: (keyId) => [
      {
        title: 'What this is',
        lines: [
          'Backups of this company are sealed to this key. With a backup and this sheet everything can be restored on a new computer; without this sheet no backup opens, for nobody.',
          'This program has kept no copy. It does not replace the passphrase, which is asked for at every start.',
        ],
      },
      {
        title: 'Where to keep it',
        lines: [
          'In a safe or at a bank, away from the computer and from the backups. Two copies in two places are better than one.',
          'Whoever holds this sheet and a backup reads everything. Is it lost or was it seen, make a new key: old backups stay readable with this one.',
        ],
      },
      {
        title: 'What to do after a loss',
        lines: [
          '1.  Install Tokumei on a new computer and bring the newest backup there.',
          '2.  Run:  tokumei restore --paper --file BACKUP --dir FOLDER',
          `3.  Type the 14 groups, or scan the code. A backup that asks for another key than ${keyId} belongs to another sheet.`,
          '4.  Start the party with its passphrase and look at Partners.',
        ],
      },
    ],
    kept: ['Kept at', 'By', 'Since'],
  },
  ja: {
    title: '復旧用紙',
    party: '会社',
    made: '作成日',
    keyId: '鍵の番号',
    key: '復旧鍵',
    characters: '数字と英大文字です。I・L・O・U は使いません。右のコードも同じ内容です。',
    advice: (keyId) => [
      {
        title: 'この用紙について',
        lines: [
          'この会社のバックアップは、この鍵で封緘されます。バックアップとこの用紙があれば、新しいコンピューターですべてを復元できます。この用紙がなければ、誰にもバックアップは開けません。',
          'プログラムは控えを残していません。起動のたびに入力する合言葉の代わりにはなりません。',
        ],
      },
      {
        title: '保管場所',
        lines: [
          'コンピューターやバックアップとは別の場所(金庫、銀行など)に保管してください。二枚を二か所に置くとより安全です。',
          'この用紙とバックアップの両方を持つ人は、すべてを読めます。紛失したとき、人に見られたときは、新しい鍵を作ってください。以前のバックアップはこの鍵で開きます。',
        ],
      },
      {
        title: 'データを失ったとき',
        lines: [
          '1.  新しいコンピューターに Tokumei を入れ、最新のバックアップを用意します。',
          '2.  実行:  tokumei restore --paper --file バックアップ --dir フォルダー',
          `3.  14 組の文字を入力するか、コードを読み取ります。${keyId} 以外の鍵を求められたら、別の用紙のバックアップです。`,
          '4.  合言葉で起動し、「取引先」を確認します。',
        ],
      },
    ],
    kept: ['保管場所', '保管者', '保管を始めた日'],
  },
};
