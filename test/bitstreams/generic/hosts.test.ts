import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compare, readOf } from '../../../scripts/score.mjs';
import { generic } from '../../../src/bitstreams/generic/bitstream.ts';
import { checkLog } from '../../../src/check/check.ts';
import { jsonReport } from '../../../src/check/report.ts';
import { noNames } from '../../../src/rig/names.ts';

const folder = 'test/fixtures/hosts';
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.log'))
  .map((name) => name.replace('.log', ''));

async function scoreOf(name: string) {
  const log = await checkLog(`${folder}/${name}.log`, [generic], noNames);
  const [file] = JSON.parse(jsonReport([log])).files;
  return compare(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')), readOf(file));
}

test('there are outputs of many programs', () => {
  expect(names.length).toBeGreaterThanOrEqual(15);
});

test.each(names)('%s is read right, all of it', async (name) => {
  const { score, remarks } = await scoreOf(name);
  expect(remarks).toEqual([]);
  expect(score.right).toBeGreaterThan(1);
});

test('the score tells wrong, missed and false', () => {
  const truth = { devices: { '0': { hashrate: 2e6, power: 30 } }, total: {} };
  const read = { devices: { '0': { hashrate: 3e6 }, '7': { power: 5 } }, total: { accepted: 1 } };
  expect(compare(truth, read).score).toEqual({ right: 0, wrong: 1, missed: 1, false: 2 });
});
