import { describe, expect, test } from 'vitest';
import { chooseBitstreams } from '../../src/bitstreams/index.ts';
import { checkLog } from '../../src/check/check.ts';
import { noNames } from '../../src/rig/names.ts';
import { sampleBytes, sampleNames, samplePath, truthOf } from '../support/samples.ts';

async function summaryOf(name: string, bitstream: string) {
  const log = await checkLog(samplePath(name), chooseBitstreams(bitstream) ?? [], noNames);
  if (log.type !== 'read') throw new Error(log.reason);
  return log.summary;
}

test('there are samples', () => {
  expect(sampleNames.length).toBeGreaterThanOrEqual(9);
});

describe.each(sampleNames)('the session %s gives its truth', (name) => {
  const truth = truthOf(name);

  test.each(['auto', truth.bitstream])('read as %s', async (bitstream) => {
    const summary = await summaryOf(name, bitstream);
    expect(summary.bitstream).toBe(truth.bitstream);
    expect(summary.restarts).toBe(truth.restarts);
    if (truth.lines !== undefined) expect(summary.lines).toEqual(truth.lines);
    if (truth.share_failures !== undefined) expect(summary.shareFailures).toEqual(truth.share_failures);
    expect(summary.cards.map(({ card }) => card)).toEqual(Object.keys(truth.cards));
    for (const card of summary.cards) {
      const { dna, shares, shares_rejected, ...rest } = truth.cards[card.card] ?? {};
      expect({
        hashrate: card.hashrate.last,
        clock: card.clock.last,
        temperature: card.temperature.last,
        voltage: card.coreVoltage.last,
        error_ratio: card.errorRatio.last,
        solutions: card.solutions,
        solutions_bad: card.solutionsBad,
      }).toEqual(rest);
      if (dna !== undefined) expect(card.dna).toBe(dna);
      expect([card.shares, card.sharesRejected]).toEqual([shares ?? null, shares_rejected ?? null]);
    }
  });
});

test.each(sampleNames.filter((name) => name.startsWith('whitefire-table')))(
  'the shares of %s are the miner’s, the last that it printed',
  async (name) => {
    const summary = await summaryOf(name, 'auto');
    const last = [
      ...sampleBytes(name)
        .toString()
        .matchAll(/accepted: (\d+)\/(\d+)/g),
    ].at(-1);
    expect(summary.shares).toBe(Number(last?.[2]));
    expect(summary.sharesRejected).toBe(Number(last?.[2]) - Number(last?.[1]));
  },
);
