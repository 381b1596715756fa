import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrLines } from '../../src/panel/qr.ts';

/** What a camera sees of it: each character is two pixels above each other, each eight wide. */
function seen(lines: readonly string[], inverse: boolean): string {
  const scale = 8;
  const height = lines.length * 2 * scale;
  const width = (lines[0]?.length ?? 0) * scale;
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const character = lines[Math.floor(y / scale / 2)]?.[Math.floor(x / scale)] ?? ' ';
      const ink = character === '█' || character === (Math.floor(y / scale) % 2 === 0 ? '▀' : '▄');
      data.fill(ink === inverse ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return decodeQR({ width, height, data });
}

test.each([false, true])('a camera reads the address again; inverse: %s', (inverse) => {
  const address = 'http://192.168.178.123:9090/';
  expect(seen(qrLines(address, inverse), inverse)).toBe(address);
});
