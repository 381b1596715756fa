import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { scoreOf } from '../../scripts/score.mjs';
import { ask } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const folder = path.resolve(import.meta.dirname, '../fixtures/hosts');

test.concurrent('a miner that no format knows is read in a pipe with -b generic', async ({ fpgaTee }) => {
  const tee = fpgaTee(['-b', 'generic', '--host', '127.0.0.1', '--port', '0']);
  const address = await tee.address();
  await tee.stdin.write(await readFile(path.join(folder, 't-rex.log')));
  const page = async () => (await ask(`${address}/metrics`)).body;
  await until(async () => (await page()).includes('fpga_miner_hashrate_hashes_per_second{'));
  expect((await page()).split('\n')).toEqual(
    expect.arrayContaining([
      'fpga_card_info{card="card1",bitstream="generic",dna="",device="GPU 0"} 1',
      'fpga_hashrate_hashes_per_second{card="card2"} 36480000',
      'fpga_power_watts{card="card1"} 118',
      'fpga_fan_ratio{card="card2"} 0.66',
      'fpga_shares_total{card="card1"} 90',
      'fpga_shares_rejected_total{card="card1"} 2',
      'fpga_miner_hashrate_hashes_per_second{source="stdin"} 72500000',
    ]),
  );
  expect(JSON.parse((await ask(`${address}/api/cards`)).body)).toMatchObject({
    cards: [{ bitstream: 'generic', power: 118 }, { fanRatio: 0.66 }],
    miners: [{ bitstream: 'generic', hashrate: 72_500_000 }],
  });
});

test.concurrent('check reads a log that no format reads by units and words, and says so', async ({
  fpgaTee,
}) => {
  const log = path.join(folder, 'unknown-fpga.log');
  const auto = fpgaTee(['check', log]);
  expect(await auto.ended).toBe(0);
  expect(auto.stdout.toString()).toMatch(
    /: generic\n[\s\S]*no format reads it: by units and words; fpga-tee learn/,
  );
  const asked = fpgaTee(['check', '--json', log]);
  expect(await asked.ended).toBe(0);
  expect(JSON.parse(asked.stdout.toString()).files[0]).toMatchObject({
    bitstream: 'generic',
    hashrate: 23.72e9,
  });
});

test("the hosts' fixtures are read to the last value, by formats and by units and words", () => {
  const program = path.join(inject('installed'), 'dist/fpga-tee.js');
  const table = scoreOf(folder, undefined, program).map(({ name, bitstream, score }) => [
    name,
    bitstream,
    ...Object.values(score),
  ]);
  expect(table).toEqual([
    // Right, wrong, missed, false.
    ['bzminer', 'bzminer', 15, 0, 0, 0],
    ['ccminer', 'cpuminer', 4, 0, 0, 0],
    ['cpuminer', 'cpuminer', 5, 0, 0, 0],
    ['cpuminer-opt', 'cpuminer', 2, 0, 0, 0],
    ['ethminer', 'ethminer', 11, 0, 0, 0],
    ['ethminer-old', 'ethminer', 5, 0, 0, 0],
    ['gminer', 'gminer', 18, 0, 0, 0],
    ['lolminer', 'lolminer', 15, 0, 0, 0],
    ['lolminer-vertical', 'lolminer', 16, 0, 0, 0],
    ['nbminer', 'nbminer', 18, 0, 0, 0],
    ['onezerominer', 'onezerominer', 18, 0, 0, 0],
    ['python-fpga', 'fpga-python', 3, 0, 0, 0],
    ['rigel', 'rigel', 11, 0, 0, 0],
    ['srbminer', 'srbminer', 13, 0, 0, 0],
    ['t-rex', 'trex', 13, 0, 0, 0],
    ['teamblackminer', 'teamblackminer', 18, 0, 0, 0],
    ['teamredminer', 'teamredminer', 19, 0, 0, 0],
    ['unknown-fpga', 'generic', 11, 0, 0, 0],
    ['xmrig', 'xmrig', 3, 0, 0, 0],
  ]);
});
