import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { emptyGauges, gaugeNames, gauges } from '../../src/readings/gauges.ts';
import type { CardSnapshot } from '../../src/rig/snapshot.ts';
import { pageOf } from '../../src/web/page.ts';
import { pageSecurity } from '../../src/web/style.ts';
import { aCard, aMiner, aPool, aSnapshot } from '../support/snapshots.ts';

function pageWith(...cards: CardSnapshot[]): string {
  return pageOf(aSnapshot({ cards }));
}

function withGauges(changes: Partial<CardSnapshot['gauges']>): CardSnapshot {
  const card = aCard();
  return { ...card, gauges: { ...card.gauges, ...changes } };
}

/** The cells of the first card's row, by the titles of their columns. */
function cellsOf(page: string): Readonly<Record<string, string>> {
  const row = /<tbody>\n<tr[^>]*>(.*)<\/tr>/.exec(page)?.[1] ?? '';
  const titles = [...page.matchAll(/<th>(.*?)<\/th>/g)].map(([, title = '']) => title);
  const cells = row.split(/(?=<td)/);
  expect(cells).toHaveLength(titles.length);
  return Object.fromEntries(titles.map((title, place) => [title, cells[place] ?? '']));
}

test('shows each card in a row, in units that people read', () => {
  expect(cellsOf(pageWith(aCard({ device: 'VU35P' })))).toMatchObject({
    Card: '<td>card1<small>VU35P · rb4</small></td>',
    Hashrate: '<td>2.310 GH/s<small>avg 2.300 GH/s</small></td>',
    Trend:
      '<td><svg viewBox="0 0 2 20" preserveAspectRatio="none" aria-hidden="true"><polyline points="1,3.5 2,2.0"/></svg></td>',
    Clock: '<td>600 MHz</td>',
    Temp: '<td class="green">45.3 °C</td>',
    Core: '<td>0.850 V</td>',
    Errors: '<td class="green">0.10 %</td>',
    Solutions: '<td>220<small>3 bad</small></td>',
    Shares: '<td>70<small>5 rejected</small></td>',
    Read: '<td class="state">2s ago</td>',
  });
});

test('has name, version, the state of the miner and the tool, and links', () => {
  const page = pageOf(aSnapshot());
  expect(page).toContain('<title>1 card · fpga-tee</title>');
  expect(page).toContain('<h1>fpga-tee <small>0.1.0</small></h1>');
  expect(page).toContain('stdin: miner prints · last output 0s ago · 1 restart');
  expect(page).toContain('log hashrates.log, 200 kB · <span class="bad">7 B lost</span> · running for 1h02');
  expect([...page.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    'metrics',
    'api/cards',
    'health',
  ]);
});

test.each([
  [64.9, 'green'],
  [65, 'yellow'],
  [79.9, 'yellow'],
  [80, 'red'],
])('a temperature of %s °C is %s', (temperature, kind) => {
  expect(cellsOf(pageWith(withGauges({ temperature })))['Temp']).toContain(`class="${kind}"`);
});

test.each([
  [0.0099, 'green'],
  [0.01, 'yellow'],
  [0.0299, 'yellow'],
  [0.03, 'red'],
])('errors of %s are %s', (errorRatio, kind) => {
  expect(cellsOf(pageWith(withGauges({ errorRatio })))['Errors']).toContain(`class="${kind}"`);
});

test.each([
  [0, '0.000 H/s'],
  [999, '999.0 H/s'],
  [1487123, '1.487 MH/s'],
  [17520000000, '17.52 GH/s'],
  [2e12, '2.000 TH/s'],
])('a hashrate of %s reads %s', (hashrate, words) => {
  expect(cellsOf(pageWith(withGauges({ hashrate })))['Hashrate']).toContain(`>${words}<`);
});

test('what is not known is a dash', () => {
  const totals = { solutions: 10, solutionsBad: 0, shares: null, sharesRejected: null, failures: null };
  const trend = {
    average: null,
    averageSeconds: 3600,
    hour: null,
    day: null,
    points: [null, null],
    step: 60,
  };
  const cells = cellsOf(pageWith(aCard({ gauges: emptyGauges, totals, trend })));
  expect(cells).toMatchObject({ Trend: '<td></td>', Solutions: '<td>10</td>', Shares: '<td>–</td>' });
  for (const name of gaugeNames) expect(cells[gauges[name].title], name).toBe('<td>–</td>');
});

test('a gap in the readings is a gap in the trend', () => {
  const trend = {
    average: 1,
    averageSeconds: 3600,
    hour: null,
    day: null,
    points: [1, 1, null, 1],
    step: 60,
  };
  expect(cellsOf(pageWith(aCard({ trend })))['Trend']).toContain(
    '<polyline points="0,2.0 1,2.0"/><polyline points="3,2.0"/>',
  );
});

test('a silent card is marked in its row and in the title, and its last values are gone', () => {
  const page = pageWith(aCard({ up: false, age: 4000 }), aCard({ name: 'card2' }));
  expect(page).toContain('<title>1 silent · 2 cards · fpga-tee</title>');
  expect(page).toContain('<tr class="silent"><td>card1');
  expect(cellsOf(page)['Read']).toBe('<td class="state">silent for 1h06</td>');
  expect(cellsOf(page)['Temp']).toBe('<td>–</td>');
});

test('says that it waits while no card has reported', () => {
  expect(pageWith()).toContain('Waiting for the first card to report.');
  expect(pageWith()).not.toContain('<table>');
});

test('shows warnings', () => {
  expect(pageOf(aSnapshot({}, { warnings: ['the disk is full; free some space'] }))).toContain(
    '<ul class="bad"><li>the disk is full; free some space</li></ul>',
  );
});

test('a silent miner and shares counted for all cards are told', () => {
  const miner = aMiner({ up: false, silentFor: 90, shares: { total: 12, rejected: 2 }, restarts: 0 });
  expect(pageOf(aSnapshot({ miners: [miner] }))).toContain(
    '<p class="bad">stdin: miner silent · last output 1m ago · 0 restarts · shares 12, 2 rejected</p>',
  );
});

test('a stuck miner is told with what it lacks, and what else is to be said of it', () => {
  const miner = aMiner({
    stalls: [{ kind: 'no-shares', lasting: 1860 }],
    status: { text: 'restarts in 20 s', level: 'bad' },
  });
  expect(pageOf(aSnapshot({ miners: [miner] }))).toContain(
    '<p class="bad">stdin: stuck, no share accepted for 31m · restarts in 20 s · last output 0s ago',
  );
  const waiting = aMiner({ status: { text: 'waiting for <rig.log>', level: 'plain' } });
  expect(pageOf(aSnapshot({ miners: [waiting] }))).toContain(
    '<p class="faint">stdin: miner prints · waiting for &lt;rig.log&gt; ·',
  );
});

test('a slow card is marked with what it usually makes', () => {
  const slowness = { slow: true, current: 2.3e9, median: 3.1e9 };
  expect(cellsOf(pageWith(aCard({ slowness })))['Hashrate']).toContain(
    '<small class="yellow">slow, usually 3.100 GH/s</small>',
  );
  expect(pageWith(aCard({ slowness: { ...slowness, slow: false } }))).not.toContain('usually');
  expect(pageWith(aCard({ slowness, up: false }))).not.toContain('usually');
});

test('a pool has a line: its hashrate beside the cards, or what is wrong', () => {
  expect(pageOf({ ...aSnapshot(), pools: [aPool()] })).toContain(
    '<p class="faint">pool pool.example: 17.00 GH/s, cards 17.40, 98 % ±14 % · share 4m ago · 12.35 NIM</p>',
  );
  const down = aPool({ up: false, problem: 'says <b>' });
  expect(pageOf({ ...aSnapshot(), pools: [down] })).toContain(
    '<p class="bad">pool pool.example: says &lt;b&gt;!</p>',
  );
});

describe('nothing foreign gets into the page', () => {
  const evil = `<script>alert("1")</script>&'`;
  const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;';
  const log = { path: '/home/folder/<b>.log', size: 1, written: 1, queued: 0, dropped: 0, errors: 0 };
  const page = pageOf(
    aSnapshot(
      { cards: [aCard({ name: evil, device: evil, bitstream: evil })], miners: [aMiner({ source: evil })] },
      { version: evil, log, warnings: [evil] },
    ),
  );

  test('names are escaped wherever they stand', () => {
    expect(page).not.toContain('<script');
    expect(page.split(escaped)).toHaveLength(7);
  });

  test('nor does the folder of the log', () => {
    expect(page).toContain('log &lt;b&gt;.log,');
    expect(page).not.toContain('folder');
  });

  test('no script, no inline style, nothing from elsewhere', () => {
    expect(page).not.toMatch(/ style=| src=| on[a-z]+=|https?:|@import|url\(/);
  });

  test('the page’s security policy allows exactly its own style', () => {
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(pageSecurity).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });
});
