import { describe, expect, test } from 'vitest';
import { fxLine, Rig } from '../support/rig.ts';

const line = fxLine('118/120');
const rb4 = `${line} Shares: 37/38`;

describe('a line of fx-tokenminer whose front is damaged makes no card', () => {
  const cuts = Array.from({ length: 24 }, (_, cut) => cut + 1);

  test.each(cuts)('begun in mid-line, %i characters missing', (missing) => {
    expect(new Rig().print(line.slice(missing)).cards).toEqual([]);
    expect(new Rig().print(rb4.slice(missing)).cards).toEqual([]);
  });

  test.each(cuts.slice(0, 23))('glued to %i characters of another', (before) => {
    expect(new Rig().print(line.slice(0, before) + line).cards).toEqual([]);
  });

  test.each([2, 9, 23])('a character of the DNA lost: %i', (lost) => {
    expect(new Rig().print(line.slice(0, lost) + line.slice(lost + 1)).cards).toEqual([]);
  });

  test('the name that was meant for the card is still its own', () => {
    const rig = new Rig({ names: { inOrder: ['bcu1'] } }).print(line.slice(10), line);
    expect(rig.cards.map(({ name }) => name)).toEqual(['bcu1']);
  });
});

test.each(['[15:28:31]', '15:28:31', '[rig-1]', 'GPU', '[]'])(
  'other first words are as good as ever: %s',
  (word) => {
    expect(new Rig().print(line.replace(/^\S+/, word)).cards).toHaveLength(1);
  },
);
