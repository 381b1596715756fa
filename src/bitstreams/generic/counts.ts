/** `12/13 (92.3%)` as it stands there. */
interface PrintedPair {
  readonly good: number;
  readonly of: number;
  /** The share of good ones in percent, where it is printed. */
  readonly goodShare: string | undefined;
  /** That of bad ones. */
  readonly badShare: string | undefined;
}

/** So far may a percentage be rounded. */
const rounding = 0.6;

/** What a pair counts: good of all, or good beside bad; `null` where the percentage agrees with neither. */
export function acceptedOf({ good, of, goodShare, badShare }: PrintedPair): {
  readonly accepted: number;
  readonly rejected: number;
} | null {
  const ofAll = good > of ? null : { accepted: good, rejected: of - good };
  const percent = goodShare ?? (badShare === undefined ? undefined : String(100 - Number(badShare)));
  if (percent === undefined || of === 0) return ofAll;
  const agrees = (all: number) => Math.abs((100 * good) / all - Number(percent)) <= rounding;
  if (ofAll !== null && agrees(of)) return ofAll;
  return agrees(good + of) ? { accepted: good, rejected: of } : null;
}
