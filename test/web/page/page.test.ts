import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { emptyGauges, gaugeNames, gauges } from '../../../src/readings/gauges.ts';
import type { Alert } from '../../../src/rig/alert.ts';
import type { Series } from '../../../src/rig/history.ts';
import type { CardSnapshot } from '../../../src/rig/snapshot.ts';
import type { CardHistory } from '../../../src/web/history.ts';
import { cardPageOf } from '../../../src/web/page/card-page.ts';
import type { PageParts } from '../../../src/web/page/document.ts';
import { cardsWithGraph, pageOf } from '../../../src/web/page/page.ts';
import { pageSecurity } from '../../../src/web/page/style.ts';
import { aCard, aMiner, aPool, aSnapshot } from '../../support/snapshots.ts';

const parts: PageParts = { host: 'rig1', span: 3600, history: [] };

function pageWith(...cards: CardSnapshot[]): string {
  return pageOf(aSnapshot({ cards }), parts);
}

function withGauges(changes: Partial<CardSnapshot['gauges']>): CardSnapshot {
  const card = aCard();
  return { ...card, gauges: { ...card.gauges, ...changes } };
}

function anAlert(changes: Partial<Alert> = {}): Alert {
  const text = 'hot, 83.0 °C (limit 80 °C)';
  return { kind: 'hot', card: 'card1', source: 'stdin', since: 1700000000, lasting: 65, text, ...changes };
}

function aSeries(means: readonly (number | null)[]): Series {
  const buckets = means.map((mean) => (mean === null ? null : { min: mean, mean, max: mean }));
  return { step: 60, age: 3, buckets };
}

function aHistory(card: string, hashrate: readonly (number | null)[], temperature = hashrate): CardHistory {
  const series = { hashrate: aSeries(hashrate), temperature: aSeries(temperature), errorRatio: aSeries([]) };
  return { card, series };
}

/** One that has been watched for more than a day. */
const averaged = aCard({ rejectRatio: 0.025, trend: { ...aCard().trend, hour: 2.25e9, day: 2.2e9 } });

/** The cells of the first card's row, by the titles of their columns. */
function cellsOf(page: string): Readonly<Record<string, string>> {
  const row = /<tbody>\n<tr[^>]*>(.*)<\/tr>/.exec(page)?.[1] ?? '';
  const titles = [...page.matchAll(/<th class[^>]*>(.*?)<\/th>/g)].map(([, title = '']) => title);
  const cells = row.split(/(?=<td)/);
  expect(cells).toHaveLength(titles.length);
  return Object.fromEntries(titles.map((title, place) => [title, cells[place] ?? '']));
}

test('tells of stale shares and of efficiency, where a miner prints what they take', () => {
  const card = aCard();
  const told = {
    ...card,
    gauges: { ...card.gauges, hashrate: 60e6, power: 120 },
    totals: { ...card.totals, shares: 14, sharesRejected: 0, sharesStale: 2 },
  };
  expect(cellsOf(pageWith(told))['Shares']).toBe('<td class="shares">14<small>2 stale</small></td>');
  const own = cardPageOf(told, aSnapshot({ cards: [told] }), parts);
  expect(own).toContain('<th>Efficiency</th><td class="">500.0 KH/J</td>');
  expect(own).toContain('14 shares, 0 rejected, 2 stale');
});

test('shows each card in a row, in units that people read', () => {
  expect(cellsOf(pageWith({ ...averaged, device: 'VU35P' }))).toEqual({
    Card: '<td class="name"><a href="card/card1">card1</a><small>VU35P · rb4</small></td>',
    Hashrate: '<td class="main">2.310 GH/s</td>',
    '10 min': '<td class="more">2.300 GH/s</td>',
    '1 h': '<td class="more">2.250 GH/s</td>',
    Clock: '<td class="more">600 MHz</td>',
    Temp: '<td class="green">45.3 °C</td>',
    Core: '<td class="more">0.850 V</td>',
    Errors: '<td class="errors green">0.10 %</td>',
    Solutions: '<td class="more">220<small>3 bad</small></td>',
    Shares: '<td class="shares">70<small class="yellow">5 rejected, 2.5 % in 1 h</small></td>',
    Read: '<td class="more">2s ago</td>',
  });
});

test('has the machine, the version, the state of the miner and the tool, and links', () => {
  const page = pageOf(aSnapshot(), parts);
  expect(page).toContain('<title>rig1 2.310 GH/s</title>');
  expect(page).toContain('<h1>rig1 <small>fpga-tee 0.1.0</small></h1>');
  expect(page).toContain('stdin: miner prints ·');
  expect(page).toContain(' · last output 0s ago · 1 restart');
  expect(page).toContain('log hashrates.log, 200 kB · <span class="bad">7 B lost</span> · running for 1h02');
  const links = [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);
  expect(links).toEqual(['card/card1', 'metrics', 'api/cards', 'api/events', 'health']);
});

describe('what like cards make together', () => {
  const headlines = (...cards: CardSnapshot[]) =>
    [...pageWith(...cards).matchAll(/<section>(.*?)<\/section>/gs)].map(([, text = '']) =>
      text
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );

  test('stands on top: total, averages, the hottest card, errors, rejected shares', () => {
    const hot = { ...averaged, gauges: withGauges({ temperature: 71, hashrate: 2e9 }).gauges, name: 'card2' };
    expect(headlines(averaged, hot, aCard({ name: 'card3', up: false }))).toEqual([
      'rb4 2/3 up 4.310 GH/s 10 min 4.600 GH/s 1 h 4.500 GH/s 24 h 4.400 GH/s ' +
        'hottest 71.0 °C card2 most errors 0.10 % card1 rejected, 1 h 2.5 %',
    ]);
  });

  test('has a block for each bitstream: unlike hashrates are not added', () => {
    const other = { ...withGauges({ hashrate: 1.5e6, power: 30 }), name: 'card2', bitstream: 'generic' };
    const [first, second] = headlines(aCard(), other);
    expect(first).toMatch(/^rb4 1\/1 up 2.310 GH\/s/);
    expect(second).toMatch(/^generic read by units and words 1\/1 up 1.500 MH\/s/);
    expect(second).toContain('power 30.0 W efficiency 50.00 KH/J');
    expect(pageWith(aCard(), other)).toContain('<title>rig1 2.310 GH/s + 1.500 MH/s</title>');
  });
});

describe('trouble', () => {
  const cards = [aCard(), aCard({ name: 'card2' }), aCard({ name: 'card3', up: false, age: 4000 })];
  const troubled = { ...aSnapshot({ cards }), alerts: [anAlert({ card: 'card2' })] };

  test('is told in words, in the title and by the icon', () => {
    const page = pageOf(troubled, parts);
    expect(page).toContain('<li><b>card2</b> hot, 83.0 °C (limit 80 °C) <small>for 1m</small></li>');
    expect(page).toContain('<title>rig1 4.620 GH/s · 1 hot · 1 silent</title>');
    expect(page).toContain('href="icon-red.svg"');
    expect(pageWith(aCard())).toContain('href="icon.svg"');
  });

  test('comes first among the cards and their graphs', () => {
    const rows = [...pageOf(troubled, parts).matchAll(/<td class="name"><a[^>]*>([^<]*)/g)];
    expect(rows.map(([, name]) => name)).toEqual(['card2', 'card3', 'card1']);
    expect(cardsWithGraph(troubled)).toEqual(['card2', 'card3', 'card1']);
  });
});

describe('a graph', () => {
  const graphWith = (...means: (number | null)[]) =>
    pageOf(aSnapshot(), {
      ...parts,
      history: [
        aHistory(
          'card1',
          means.map((one) => one && one * 1e9),
          means.map((one) => one && one * 10),
        ),
      ],
    });
  const lines = (page: string, kind: string) =>
    [...page.matchAll(new RegExp(`<polyline class="${kind}" points="([^"]*)"`, 'g'))].map(([, points = '']) =>
      points.split(' ').map((point) => Number(point.split(',')[1])),
    );

  test('of what stays the same is flat', () => {
    expect(lines(graphWith(2, 2, 2), 'rate').map((ys) => new Set(ys).size)).toEqual([1]);
  });

  test('has gaps where the card was silent', () => {
    expect(lines(graphWith(2, 2, null, 2, 2, 2), 'rate').map((ys) => ys.length)).toEqual([2, 3]);
  });

  test('has scales of hashrate and temperature in round numbers around all values', () => {
    const page = graphWith(4, 5, 6);
    const texts = [...page.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(texts).toEqual(['4 GH/s', '5 GH/s', '6 GH/s', '40 °C', '50 °C', '60 °C', '1 h ago', 'now']);
    for (const y of lines(page, 'rate').flat()) expect(y).toSatisfy((at: number) => at >= 10 && at <= 108);
  });

  test('is drawn over the time chosen', () => {
    expect(graphWith(1)).toContain(
      '<nav><a href="?span=5m">5 min</a> <b>1 h</b> <a href="?span=24h">24 h</a></nav>',
    );
  });
});

test('of 200 cards 24 have graphs, and the page says where the others are', () => {
  const cards = Array.from({ length: 200 }, (_, place) => aCard({ name: `card${place + 1}` }));
  const snapshot = aSnapshot({ cards });
  const names = cardsWithGraph(snapshot);
  expect(names).toHaveLength(24);
  const hour = Array.from({ length: 60 }, (_, place) => 1e9 + place);
  const many = { ...parts, history: names.map((name) => aHistory(name, hour)) };
  expect(pageOf(snapshot, many)).toContain('176 more: each card has a graph on its own page.');
});

test('a card has a page of its own: values, limits, names, what is the matter with it', () => {
  const card = aCard({ name: 'a/b', device: 'VU35P', index: 3 });
  const alerts = [anAlert({ card: 'a/b' }), anAlert({ card: 'other', text: 'of another' })];
  const page = cardPageOf(card, { ...aSnapshot({ cards: [card] }), alerts }, parts);
  expect(page).toContain('<title>a/b 2.310 GH/s · rig1</title>');
  expect(page).toContain('45.3 °C <small>limits 65.0 °C, 80.0 °C</small>');
  for (const fact of ['40020000013AE3213511111C', 'VU35P', 'rb4', 'hot, 83.0 °C'])
    expect(page).toContain(fact);
  expect(page).not.toContain('of another');
  const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, href = '']) => href);
  expect(links.filter((link) => !link.startsWith('../'))).toEqual([]);
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
  expect(cellsOf(pageWith(withGauges({ errorRatio })))['Errors']).toContain(`class="errors ${kind}"`);
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

test('of several miners it is told whose a card is', () => {
  const miners = [aMiner({ source: 'nimiq' }), aMiner({ source: 'rb4' })];
  const page = pageOf(aSnapshot({ miners, cards: [aCard({ source: 'nimiq' })] }), parts);
  expect(cellsOf(page)['Card']).toContain('<small>nimiq · rb4</small>');
});

test('what is not known is a dash', () => {
  const totals = { solutions: 10, solutionsBad: 0, shares: null, sharesRejected: null, failures: null };
  const cells = cellsOf(pageWith(aCard({ gauges: emptyGauges, totals }), { ...aCard(), name: 'card2' }));
  expect(cells).toMatchObject({ Solutions: '<td class="more">10</td>', Shares: '<td class="shares">–</td>' });
  for (const name of gaugeNames)
    if (!gauges[name].seldom) expect(cells[gauges[name].title], name).toMatch(/>–<\/td>$/);
});

test('a silent card keeps its last temperature, without colour, and nothing else', () => {
  const page = pageWith(aCard({ up: false, age: 4000 }));
  expect(page).toContain('<tr class="silent"><td class="name"><a href="card/card1">card1');
  expect(cellsOf(page)).toMatchObject({
    Hashrate: '<td class="main red">silent 1h06</td>',
    Temp: '<td>45.3 °C</td>',
    Clock: '<td class="more">–</td>',
  });
});

test('says that it waits while no card has reported', () => {
  expect(pageWith()).toContain('Waiting for the first card to report.');
  expect(pageWith()).not.toContain('<table>');
});

test('shows warnings', () => {
  expect(pageOf(aSnapshot({}, { warnings: ['the disk is full; free some space'] }), parts)).toContain(
    '<ul class="bad"><li>the disk is full; free some space</li></ul>',
  );
});

test('a silent miner and shares counted for all cards are told', () => {
  const miner = aMiner({ up: false, silentFor: 90, shares: { total: 12, rejected: 2 }, restarts: 0 });
  expect(pageOf(aSnapshot({ miners: [miner] }), parts)).toContain(
    '<p class="bad">stdin: miner silent · last output 1m ago · 0 restarts · shares 12, 2 rejected</p>',
  );
});

test('a stuck miner is told with what it lacks, and what else is to be said of it', () => {
  const miner = aMiner({
    stalls: [{ kind: 'no-shares', lasting: 1860 }],
    status: { text: 'restarts in 20 s', level: 'bad' },
  });
  expect(pageOf(aSnapshot({ miners: [miner] }), parts)).toContain(
    '<p class="bad">stdin: stuck, no share accepted for 31m · restarts in 20 s · last output 0s ago',
  );
  const waiting = aMiner({ status: { text: 'waiting for <rig.log>', level: 'plain' } });
  expect(pageOf(aSnapshot({ miners: [waiting] }), parts)).toContain(
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
  expect(pageOf({ ...aSnapshot(), pools: [aPool()] }, parts)).toContain(
    '<p class="faint">pool pool.example: 17.00 GH/s, cards 17.40, 98 % ±14 % · share 4m ago · 12.35 NIM</p>',
  );
  const down = aPool({ up: false, problem: 'says <b>' });
  expect(pageOf({ ...aSnapshot(), pools: [down] }, parts)).toContain(
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
    { ...parts, host: evil, history: [aHistory(evil, [1, 2])] },
  );

  test('names are escaped wherever they stand', () => {
    expect(page).not.toContain('<script>');
    expect(page.split(escaped).length).toBeGreaterThan(9);
  });

  test('nor does the folder of the log', () => {
    expect(page).toContain('log &lt;b&gt;.log,');
    expect(page).not.toContain('folder');
  });

  test('no script but its own, no inline style, nothing from elsewhere', () => {
    expect([...page.matchAll(/<script[^>]*>/g)].map(String)).toEqual(['<script defer src="page.js">']);
    expect(page.replace(' src="page.js"', '')).not.toMatch(/ style=| src=| on[a-z]+=|https?:|@import|url\(/);
  });

  test('the page’s security policy allows its own style and script only', () => {
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(pageSecurity).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });
});
