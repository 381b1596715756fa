/** Statistics of so many bytes with the newline. With them at the start nobody wonders why the rest is not recognised. */
export function statsLine(bytes = 0): string {
  const [before, after] = ['[15:28:31] FPGA0: 1.5', 'GH/s (730MHz) err: 0.12% 56C 0.850V sols: 1\n'];
  return `${before.padEnd(bytes - after.length, '0')}${after}`;
}

/** So many bytes of lines, all different: statistics, then `line 2 of the miner`. */
export function lines(bytes: number): Buffer {
  const text = Buffer.alloc(bytes);
  let at = text.write(statsLine());
  for (let line = 2; at < bytes; line += 1) at += text.write(`line ${line} of the miner\n`, at);
  return text;
}

/** A hundred bytes with the newline for each line: statistics, then `line 2 ……`. */
export function longLines(count: number): string {
  const others = Array.from({ length: count - 1 }, (_, place) => `${`line ${place + 2} `.padEnd(99, '.')}\n`);
  return [statsLine(100), ...others].join('');
}
