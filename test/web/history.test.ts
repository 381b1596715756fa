import { describe, expect, test } from 'vitest';
import type { Series } from '../../src/rig/history.ts';
import { type HistoryOf, historyOf } from '../../src/web/history.ts';
import { aCard } from '../support/snapshots.ts';
import { ask } from '../system/support/http.ts';
import { start } from './started.ts';

const series: Series = { step: 60, age: 2.75, buckets: [null, { min: 1, mean: 2, max: 3 }] };
const history: HistoryOf = async (question) =>
  historyOf(question, (card) => (card === 'card1' ? series : null));
const json = (body: string): unknown => JSON.parse(body);

describe('/api/history', () => {
  test('tells a card over the time that is asked for, in steps with lowest, mean and highest', async () => {
    const { address } = await start({ history, rig: { takenAt: 1000 } });
    const answer = await ask(`${address}/api/history?card=card1&span=24h`);
    const values = { min: [null, 1], mean: [null, 2], max: [null, 3] };
    expect(answer).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
    expect(json(answer.body)).toEqual({
      card: 'card1',
      span: 86_400,
      step: 60,
      until: 997.25,
      hashrate: values,
      temperature: values,
      errorRatio: values,
    });
  });

  test.each([
    ['card=card1&span=2h', 400, 'there is no such span; there are 5m, 1h, 24h\n'],
    ['span=1h', 400, 'which card? /api/history?card=card1&span=1h\n'],
    ['card=other', 404, 'there is no card of this name\n'],
  ])('%s is answered with what there is', async (query, status, body) => {
    const { address } = await start({ history });
    expect(await ask(`${address}/api/history?${query}`)).toMatchObject({ status, body });
  });
});

describe('/card/<name>', () => {
  test('is the page of that card, whatever its name', async () => {
    const { address } = await start({ history, rig: { cards: [aCard({ name: 'rig 1/ä<' })] } });
    const { status, body } = await ask(`${address}/card/${encodeURIComponent('rig 1/ä<')}`);
    expect(status).toBe(200);
    expect(body).toContain('<title>rig 1/ä&lt; 2.310 GH/s');
  });

  test.each(['/card/nobody', '/card/%E0%A4%A'])('there is none at %s', async (path) => {
    const { address } = await start({ history });
    expect((await ask(address + path)).status).toBe(404);
  });
});

test('what a phone needs for its home screen is there', async () => {
  const { address } = await start();
  const manifest = await ask(`${address}/manifest.webmanifest`);
  expect(json(manifest.body)).toMatchObject({ start_url: './', icons: [{ src: 'icon.svg' }] });
  for (const icon of ['icon.svg', 'icon-red.svg'])
    expect(await ask(`${address}/${icon}`)).toMatchObject({ status: 200, type: 'image/svg+xml' });
});
