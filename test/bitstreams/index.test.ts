import { describe, expect, test } from 'vitest';
import type { Bitstream } from '../../src/bitstreams/bitstream.ts';
import { emptyFormat } from '../../src/bitstreams/empty-format.ts';
import { generic } from '../../src/bitstreams/generic/bitstream.ts';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { plainText } from '../../src/lines/safe-text.ts';
import { sampleBytes, sampleNames } from '../support/samples.ts';
import { problemsOf, readingsOf } from './problems-of.ts';
import { statsSample } from './stats-sample.ts';

describe('each bitstream carries samples that it alone reads', () => {
  test.each(bitstreams.map((bitstream) => [bitstream.name, bitstream] as const))('%s', (_, bitstream) => {
    expect(problemsOf(bitstream, bitstreams)).toEqual([]);
  });
});

describe('a bitstream that would harm the others is found', () => {
  const made: Bitstream = {
    name: 'made-up',
    title: 'Made up',
    ...emptyFormat,
    stats: ['card %{COUNT:index} does %{NUMBER:hashrate} %{UNIT:hashrate}'],
    samples: [
      {
        lines: ['card 0 does 5 MH/s'],
        gives: [statsSample({ index: 0, hashrate: 5e6, printed: { value: 5, unit: 'MH/s' } })],
      },
    ],
  };
  const among = (changes: Partial<Bitstream>) => {
    const changed = { ...made, ...changes };
    return problemsOf(changed, [...bitstreams, changed]);
  };

  test('there is nothing wrong with it as it is', () => {
    expect(among({})).toEqual([]);
  });

  test('without samples', () => {
    expect(among({ samples: [] })).toEqual(['it has no samples']);
  });

  test('without a sample of statistics', () => {
    expect(among({ samples: [{ lines: ['hello'], gives: [] }] })).toEqual(['no sample gives statistics']);
  });

  test('with a name that is taken', () => {
    expect(among({ name: 'nimiq' })).toEqual(['its name is taken']);
  });

  test('with a sibling that does not exist', () => {
    expect(among({ siblings: ['ton'] })).toEqual(['its sibling ton does not exist']);
  });

  test('with a sample that gives something else', () => {
    const [sample] = made.samples;
    expect(among({ samples: [{ lines: ['card 0 does 6 MH/s'], gives: sample?.gives ?? [] }] })).toEqual([
      expect.stringMatching(/^card 0 does 6 MH\/s gives .*6000000/),
    ]);
  });

  test('with a sample that another one claims', () => {
    const line = '[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120';
    const problems = among({ stats: ['.*'], samples: [{ lines: [line], gives: [statsSample({})] }] });
    expect(problems).toEqual([`${line} is claimed by 0xbtc`]);
  });

  test('with a pattern that claims the sample of another one', () => {
    const greedy = { ...made, stats: ['.*'] };
    for (const bitstream of bitstreams) {
      expect(problemsOf(bitstream, [...bitstreams, greedy]), bitstream.name).toContainEqual(
        expect.stringMatching(/is claimed by made-up$/),
      );
    }
  });

  test('with a pattern that is none', () => {
    expect(among({ stats: ['('] })).toEqual([expect.stringMatching(/SyntaxError/)]);
    expect(among({ known: ['%{NUMBR}'] })).toEqual([expect.stringMatching(/%\{NUMBR\}.*no known kind/)]);
    expect(among({ banner: '[' })).toEqual([expect.stringMatching(/SyntaxError/)]);
  });
});

describe('a bitstream is data', () => {
  test.each(bitstreams.map((bitstream) => [bitstream.name, bitstream] as const))(
    '%s reads the same once it has been through JSON',
    (_, bitstream) => {
      const copy: Bitstream = JSON.parse(JSON.stringify(bitstream));
      expect(copy).toStrictEqual(bitstream);
      const lines = sampleNames.flatMap((name) => sampleBytes(name).toString().split('\n'));
      expect(readingsOf(copy, lines)).toStrictEqual(readingsOf(bitstream, lines));
    },
  );
});

describe('which bitstreams are tried', () => {
  test('all for auto', () => {
    expect(chooseBitstreams('auto')).toEqual([...bitstreams, generic]);
  });

  test('the one named, before its siblings', () => {
    expect(chooseBitstreams('0xbtc')?.map(({ name }) => name)).toEqual(['0xbtc']);
    expect(chooseBitstreams('nimiq')?.map(({ name }) => name)).toEqual(['nimiq', 'whitefire']);
    expect(chooseBitstreams('whitefire')?.map(({ name }) => name)).toEqual(['whitefire', 'nimiq']);
  });

  test.each(['', 'Nimiq', 'constructor', 'nimiq '])('none for %j', (name) => {
    expect(chooseBitstreams(name)).toBeNull();
  });
});

test('every line of the sample sessions is known to its own bitstream but for their chatter', () => {
  const chatter = new Set<string>();
  for (const name of sampleNames) {
    const interpreters = bitstreams
      .filter((bitstream) => name.startsWith(bitstream.name))
      .map((bitstream) => createInterpreter(bitstream));
    for (const line of sampleBytes(name).toString().split('\n')) {
      const text = plainText(line).trim();
      const read = interpreters.map((interpreter) => interpreter.read(text));
      if (read.every((reading) => reading === null)) chatter.add(text);
    }
  }
  expect([...chatter].sort()).toEqual([
    'Solution 12.5 submitted to pool after 730MHz ramp err 3% ok done',
    'the pool sent us a new challenge number for this epoch',
  ]);
});
