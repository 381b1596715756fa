/** Whether a total is that of these rates, but for what rounding takes. */
export function isSum(rates: readonly number[], total: number): boolean {
  const sum = rates.reduce((all, one) => all + one, 0);
  return Math.abs(sum - total) <= 0.01 * total;
}
