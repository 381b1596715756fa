/** The longest that a check may take: of a cost of 16 it is about 4 s, and each step above doubles it. */
const highestCost = 16;

/** What is wrong with a user's hash, and the way out; `null` when it is one of bcrypt. The hash itself is not told. */
export function bcryptProblem(hash: string): string | null {
  const cost = costOf(hash);
  if (cost === null) return 'no bcrypt hash; make one: fpga-tee hash-password';
  if (cost > highestCost)
    return `a cost of ${cost} takes too long at every first login; make the hash with a cost of 10 (${highestCost} at most)`;
  return null;
}

/**
 * A hash that no password has, at the highest cost of all users: who is not known must take as long as a wrong password.
 */
export function unmatchableHash(users: ReadonlyMap<string, string>): string {
  const cost = Math.max(10, ...[...users.values()].map((hash) => costOf(hash) ?? 0));
  return `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
}

/** The exponent in `$2b$10$…`; `null` when it is no hash (a version, a cost of 4 to 31, 22 characters of salt, 31 of hash). */
function costOf(hash: string): number | null {
  const cost = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1];
  return cost === undefined ? null : Number(cost);
}
