// Takes docs/page.png: the page of the tool at work on the simulator, in Chromium, as it looks after some minutes.
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const seconds = 200;
const port = 9465;

const program = `"${process.execPath}" "${path.resolve('dist/fpga-tee.js')}"`;
const names = 'garage1,garage2,garage3,shelf1,shelf2,shelf3';
const folder = await mkdtemp(path.join(tmpdir(), 'fpga-tee-picture-'));
const pipeline = `${program} simulate -b whitefire-table --cards 6 --rate 0.3 --seed 8 | ${program} --plain -p ${port} -c ${names}`;
const rig = spawn('sh', ['-c', pipeline], { cwd: folder, stdio: 'ignore', detached: true });
await wait(seconds * 1000);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, colorScheme: 'dark' });
await page.goto(`http://127.0.0.1:${port}/`);
await page.screenshot({ path: 'docs/page.png' });
await browser.close();
if (rig.pid !== undefined) process.kill(-rig.pid, 'SIGTERM');
