/** Random whole numbers that are the same in every run of the tests. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** The bytes cut into pieces of random length, at the most `longest`. */
export function cutAtRandom(bytes: Buffer, longest: number, random: (below: number) => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + random(longest);
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}
