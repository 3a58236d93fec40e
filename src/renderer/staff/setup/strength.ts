/** How long a passphrase would stand. The word lists are large: they come when they are needed. */
export interface Strength {
  /** 0 to 4. */
  readonly score: number;
  readonly advice: 'common' | 'names' | 'rows' | 'more' | 'good';
}

type Check = (passphrase: string, own: readonly string[]) => Strength;

const NAMES = new Set(['userInputs', 'namesByThemselves', 'commonNames', 'dates', 'recentYears']);
const COMMON = new Set(['topTen', 'topHundred', 'common', 'similarToCommon', 'pwned', 'wordByItself']);

/** @param own the company's and the person's own words, which are tried first */
export async function loadStrength(): Promise<Check> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const dictionary = { ...common.dictionary, ...english.dictionary };
  const meter = new ZxcvbnFactory({ dictionary, graphs: common.adjacencyGraphs });
  return (passphrase, own) => {
    const { score, feedback } = meter.check(passphrase.normalize('NFC'), ['tokumei', ...own]);
    const warning = feedback.warning ?? '';
    if (score >= 3) return { score, advice: 'good' };
    if (COMMON.has(warning)) return { score, advice: 'common' };
    if (NAMES.has(warning)) return { score, advice: 'names' };
    return { score, advice: warning === '' ? 'more' : 'rows' };
  };
}
