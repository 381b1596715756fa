/** So many bytes of lines, all different: `line 1 of the miner`. */
export function lines(bytes: number): Buffer {
  const text = Buffer.alloc(bytes);
  for (let at = 0, line = 1; at < bytes; line += 1) at += text.write(`line ${line} of the miner\n`, at);
  return text;
}

/** The same number of bytes for each line: `line 1 ……`, a hundred of them with the newline. */
export function longLines(count: number): string {
  return Array.from({ length: count }, (_, place) => `${`line ${place + 1} `.padEnd(99, '.')}\n`).join('');
}
