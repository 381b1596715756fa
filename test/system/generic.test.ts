import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { scoreOf } from '../../scripts/score.mjs';
import { ask, browser } from './support/http.ts';
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

test.concurrent('a miner that no format knows is read by itself once its lines have come often enough, and marked so', async ({
  terminal,
  directory,
  readLog,
}) => {
  const printed = Array.from({ length: 60 }, (_, at) =>
    at % 3 === 2
      ? `Total hashrate ${(23 + at / 100).toFixed(2)} GH/s, pool ${(22 + at / 100).toFixed(2)} GH/s\n`
      : `FPGA ${at % 3}: ${(11.5 + at / 100).toFixed(2)} GH/s ${55 + (at % 7)}C 640MHz 0.81V 34W\n`,
  ).join('');
  await writeFile(path.join(directory, 'printed'), printed);
  const shell = terminal('{ cat printed; sleep 60; } | fpga-tee --host 127.0.0.1 --port 0', {
    columns: 120,
    rows: 40,
  });
  await shell.shows(/^card2 +12\.08 .* 640 .* FPGA 1 /);
  await shell.shows(/generic/);
  const address = await until(() => /metrics (http:\/\/\S+)/.exec(shell.screen.join('\n'))?.[1] ?? null);
  const page = (await ask(`${address}/metrics`)).body.split('\n');
  expect(page).toEqual(
    expect.arrayContaining([
      'fpga_card_info{card="card1",bitstream="generic",dna="",device="FPGA 0"} 1',
      'fpga_hashrate_hashes_per_second{card="card2"} 12080000000',
      'fpga_power_watts{card="card1"} 34',
      'fpga_miner_hashrate_hashes_per_second{source="stdin"} 23590000000',
    ]),
  );
  expect((await ask(`${address}/`, { headers: browser })).body).toContain('generic');
  expect((await readLog()).toString()).toBe(printed);
});

test.concurrent('what a format brings stands in panel, metrics and JSON, memory, stale shares and efficiency too', async ({
  terminal,
}) => {
  const shell = terminal(
    `{ cat '${path.join(folder, 'lolminer.log')}'; sleep 60; } | fpga-tee --host 127.0.0.1 --port 0`,
  );
  await shell.shows(/^card .* W fan% mem°C memMHz +per joule /);
  await shell.shows(/^card2 +28\.37 .* 54\.4 +41 +72\.0 +1860 521\.5 KH\/J .* 14\/0 /);
  const address = await until(() => /metrics (http:\/\/\S+)/.exec(shell.screen.join('\n'))?.[1] ?? null);
  expect((await ask(`${address}/metrics`)).body.split('\n')).toEqual(
    expect.arrayContaining([
      'fpga_memory_temperature_celsius{card="card1"} 70',
      'fpga_memory_clock_hertz{card="card2"} 1860000000',
      'fpga_shares_stale_total{card="card2"} 1',
      'fpga_miner_shares_stale_total{source="stdin"} 1',
      expect.stringMatching(/^fpga_efficiency_hashes_per_joule\{card="card1"\} 510889\./),
      expect.stringMatching(/^fpga_miner_efficiency_hashes_per_joule\{source="stdin"\} 516164\./),
    ]),
  );
  expect(JSON.parse((await ask(`${address}/api/cards`)).body).cards[1]).toMatchObject({
    memoryTemperature: 72,
    memoryClock: 1.86e9,
    sharesStale: 1,
    efficiency: 28.37e6 / 54.4,
  });
  expect((await ask(`${address}/`, { headers: browser })).body).toMatch(
    /Memory temp.*Memory clock[\s\S]*72\.0 °C[\s\S]*1 stale/,
  );
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
    ['bzminer', 'bzminer', 17, 0, 0, 0],
    ['ccminer', 'cpuminer', 4, 0, 0, 0],
    ['cpuminer', 'cpuminer', 5, 0, 0, 0],
    ['cpuminer-opt', 'cpuminer', 2, 0, 0, 0],
    ['ethminer', 'ethminer', 11, 0, 0, 0],
    ['ethminer-old', 'ethminer', 5, 0, 0, 0],
    ['gminer', 'gminer', 20, 0, 0, 0],
    ['lolminer', 'lolminer', 22, 0, 0, 0],
    ['lolminer-vertical', 'lolminer', 16, 0, 0, 0],
    ['nbminer', 'nbminer', 18, 0, 0, 0],
    ['onezerominer', 'onezerominer', 20, 0, 0, 0],
    ['python-fpga', 'fpga-python', 3, 0, 0, 0],
    ['rigel', 'rigel', 13, 0, 0, 0],
    ['srbminer', 'srbminer', 13, 0, 0, 0],
    ['t-rex', 'trex', 13, 0, 0, 0],
    ['teamblackminer', 'teamblackminer', 21, 0, 0, 0],
    ['teamredminer', 'teamredminer', 19, 0, 0, 0],
    ['unknown-fpga', 'generic', 11, 0, 0, 0],
    ['xmrig', 'xmrig', 3, 0, 0, 0],
  ]);
});
