import encodeQR from 'qr';

/** Modules of light around the code that readers need. */
const quiet = 2;

/**
 * A text as a QR code, two modules above each other in a character.
 *
 * @param inverse dark is what has no ink: for light text on a dark terminal
 */
export function qrLines(text: string, inverse: boolean): readonly string[] {
  const modules = encodeQR(text, 'raw', { ecc: 'low', border: quiet });
  const isInk = (y: number, x: number): boolean => (modules[y]?.[x] ?? false) !== inverse;
  return Array.from({ length: Math.ceil(modules.length / 2) }, (_, row) =>
    Array.from({ length: modules.length }, (_, x) => {
      const [upper, lower] = [isInk(2 * row, x), 2 * row + 1 < modules.length && isInk(2 * row + 1, x)];
      return upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
    }).join(''),
  );
}
