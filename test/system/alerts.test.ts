import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { CardsReport } from '../../src/web/cards.ts';
import type { EventsReport } from '../../src/web/events.ts';
import type { Health } from '../../src/web/health.ts';
import { testBuild } from './support/environment.ts';
import { ask, scrape, seriesOf } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

/** A minute is a second. */
const env = testBuild({ rate: 60 });

function line(place: number, temperature: number): string {
  return `[40020000013AE3213511111${place}] Hash: 2.310GH/s [600MHz] Err: 0.1% ${temperature}C 0.85V Soln: 118/120 Shares: 37/40\n`;
}

async function json<Report>(url: string): Promise<Report> {
  const report: Report = JSON.parse((await ask(url)).body);
  return report;
}

/** What stands now, as the metrics tell it: `card1 hot`. */
async function active(address: string): Promise<string[]> {
  return Object.entries(seriesOf(await scrape(address), 'fpga_alert_active'))
    .filter(([, value]) => value === 1)
    .map(([name]) => /card="([^"]*)".*kind="([^"]*)"/.exec(name)?.slice(1).join(' ') ?? name);
}

test('a hot and a silent card are told once, everywhere, and once that it is over', async ({
  fpgaTee,
  directory,
}) => {
  const command = 'echo "$FPGA_TEE_ALERT $FPGA_TEE_ALERT_STATE $FPGA_TEE_CARDS $FPGA_TEE_SOURCE" >>runs';
  const runs = async () =>
    (await readFile(path.join(directory, 'runs'), 'utf8').catch(() => '')).trim().split('\n');
  const tee = fpgaTee(
    [
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '--stall-silent',
        'off',
        '-c',
        'warm,quiet',
        '--stale-after',
        '90s',
      ],
      ...['--temp-limits', '65,95 warm=65,80', '--alert-after', '30s'],
      ...['--on-alert', command, '--on-alert-over', command],
    ],
    { env },
  );
  const address = await tee.address();
  const now = { temperature: 83, quiet: true };
  await tee.stdin.write(line(1, 83) + line(2, 83));
  const printing = setInterval(
    () => void tee.stdin.write(line(1, now.temperature) + (now.quiet ? '' : line(2, 83))),
    100,
  );

  await until(async () => (await active(address)).length === 2);
  expect(await active(address)).toEqual(['warm hot', 'quiet silent']);
  const health = await ask(`${address}/health`);
  expect(health.status).toBe(200);
  const { status, reason }: Health = JSON.parse(health.body);
  expect(status).toBe('ok');
  expect(reason).toMatch(/^warm: hot, 83\.0 °C \(limit 80\.0 °C\); quiet: silent for \dm$/);
  const cards = await json<CardsReport>(`${address}/api/cards`);
  expect(cards.alerts).toMatchObject([
    { card: 'warm', kind: 'hot' },
    { card: 'quiet', kind: 'silent' },
  ]);
  await until(async () => (await runs()).length === 2);

  now.temperature = 60;
  now.quiet = false;
  await until(async () => (await active(address)).length === 0);
  await until(async () => (await runs()).length === 4);
  clearInterval(printing);
  expect((await runs()).toSorted()).toEqual([
    'hot begun warm stdin',
    'hot over warm stdin',
    'silent begun quiet stdin',
    'silent over quiet stdin',
  ]);
  expect((await json<Health>(`${address}/health`)).reason).toBeNull();
  expect(tee.stderr.match(/: hot,/g)).toHaveLength(1);
  expect(tee.stderr.match(/: silent for/g)).toHaveLength(1);
  expect(tee.stderr.match(/: no longer (?:hot|silent), after/g)).toHaveLength(2);
  const { events } = await json<EventsReport>(`${address}/api/events`);
  expect(events.map(({ kind, card }) => `${kind} ${card}`).toSorted()).toEqual([
    'alert quiet',
    'alert warm',
    'alert_over quiet',
    'alert_over warm',
  ]);
});
