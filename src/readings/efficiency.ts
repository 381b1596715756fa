/** Hashes per joule, of H/s and W; `null` where one of them is not known, or nothing is taken. */
export function efficiencyOf(hashrate: number | null, power: number | null): number | null {
  return hashrate === null || power === null || power <= 0 ? null : hashrate / power;
}
