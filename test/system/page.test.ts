import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { expect } from 'vitest';
import { leaveOut } from '../support/left-out.ts';
import { nimiqLine } from '../support/rig.ts';
import { test } from './support/test.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** What Chromium itself says while nobody listens. */
const refused = /net::ERR_CONNECTION_(?:REFUSED|RESET)|net::ERR_EMPTY_RESPONSE/;

/** A statistics line of a card that makes so many kH/s. */
function line(hashrate: string): string {
  return `${nimiqLine('1/1', { hashrate })}\n`;
}

test.skipIf(process.platform === 'win32')(
  'a browser sees values appear and change, and the tool come back after a restart',
  async ({ directory, fpgaTee }) => {
    if (executablePath === undefined) leaveOut('Chromium (npm run test-programs)');
    const first = fpgaTee(['-b', 'nimiq', '--host', '127.0.0.1', '--port', '0', '--plain']);
    const address = await first.address();
    const browser = await chromium.launchPersistentContext(path.join(directory, 'profile'), {
      executablePath,
      args: quiet,
    });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(address);
      const main = page.locator('main');
      await main.getByText('Waiting for the first card to report.').waitFor();
      await first.stdin.write(line('1500.000'));
      await page.locator('.big').getByText('1.500 MH/s').waitFor();
      await main.locator('td.name a').getByText('card1').waitFor();
      await first.stdin.write(line('1800.000'));
      await page.locator('.big').getByText('1.800 MH/s').waitFor();
      expect(await page.title()).toMatch(/ 1\.800 MH\/s$/);
      expect(complaints).toEqual([]);

      await first.kill();
      await page
        .locator('#lost')
        .getByText(/^no answer for \d+ s/)
        .waitFor();
      const port = new URL(address).port;
      const second = fpgaTee(['-b', 'nimiq', '--host', '127.0.0.1', '--port', port, '--plain']);
      await second.stdin.write(line('1200.000'));
      await page.locator('.big').getByText('1.200 MH/s').waitFor();
      expect(await page.locator('#lost').isHidden()).toBe(true);
      expect(complaints.filter((text) => !refused.test(text))).toEqual([]);

      await main.locator('td.name a').click();
      await page.locator('h1').getByText('card1').waitFor();
      await page.locator('figure svg').waitFor();
      expect(complaints.filter((text) => !refused.test(text))).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
