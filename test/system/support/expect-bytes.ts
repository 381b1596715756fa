/** Fails with the first difference; a diff of megabytes would help nobody. */
export function expectBytes(actual: Buffer, expected: Uint8Array | string): void {
  const wanted = Buffer.from(expected);
  if (actual.equals(wanted)) return;
  const length = Math.max(actual.length, wanted.length);
  let place = 0;
  while (place < length && actual[place] === wanted[place]) place += 1;
  const around = (bytes: Buffer): string => JSON.stringify(bytes.toString('latin1', place - 20, place + 40));
  throw new Error(
    `${actual.length} bytes where ${wanted.length} are expected; from byte ${place} on: ` +
      `${around(actual)} instead of ${around(wanted)}`,
  );
}
