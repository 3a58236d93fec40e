/** The shell's own few words, in both languages; the screens have theirs in `shared/locale`. */
export type Language = 'ja' | 'en';

const WORDS = {
  en: {
    open: 'Open',
    opening: 'Opening …',
    passphrase: 'Passphrase',
    keepsKey: 'Asked once: afterwards the key is kept in the secret store of this computer.',
    asksAlways: 'This computer has no secret store, so the passphrase is asked for at every start.',
    wrongPassphrase: 'This is not the passphrase of this party. Type it again.',
    notOpened: 'The party did not open.',
    serviceEnded: 'The service has ended.',
    serviceEndedDetail: 'Everything accepted so far is stored. Start again to go on.',
    startAgain: 'Start again',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    zoomReset: 'Normal size',
    fullScreen: 'Full screen',
    forgetKey: 'Ask for the passphrase at the next start',
    keyForgotten: 'The key is no longer kept on this computer.',
    chooseSerialPort: 'Which port is the scanner at?',
    noSerialPort: 'There is no serial port on this computer. Plug the scanner in first.',
    cancel: 'Cancel',
  },
  ja: {
    open: '開く',
    opening: '開いています…',
    passphrase: 'パスフレーズ',
    keepsKey: '入力は一度だけです。以後、鍵はこのコンピューターの秘密ストアに保管されます。',
    asksAlways: 'このコンピューターには秘密ストアがないため、起動のたびにパスフレーズを入力します。',
    wrongPassphrase: 'パスフレーズが違います。もう一度入力してください。',
    notOpened: '開けませんでした。',
    serviceEnded: 'サービスが終了しました。',
    serviceEndedDetail: '受け付けた内容は保存されています。再起動して続けてください。',
    startAgain: '再起動',
    quit: '終了',
    edit: '編集',
    undo: '元に戻す',
    redo: 'やり直す',
    cut: '切り取り',
    copy: 'コピー',
    paste: '貼り付け',
    selectAll: 'すべて選択',
    view: '表示',
    zoomIn: '拡大',
    zoomOut: '縮小',
    zoomReset: '標準の大きさ',
    fullScreen: '全画面',
    forgetKey: '次の起動時にパスフレーズを尋ねる',
    keyForgotten: '鍵はこのコンピューターから消去されました。',
    chooseSerialPort: 'スキャナーのポートを選んでください。',
    noSerialPort: 'シリアルポートがありません。先にスキャナーを差し込んでください。',
    cancel: 'やめる',
  },
} as const satisfies Record<Language, Record<string, string>>;

export type Words = { readonly [K in keyof (typeof WORDS)['en']]: string };

export function wordsFor(language: Language): Words {
  return WORDS[language];
}

/** `ja-JP` and `ja` are Japanese, everything else is served in English. */
export function languageOf(locale: string): Language {
  return /^ja\b/i.test(locale) ? 'ja' : 'en';
}
