import { ask, scrape, value } from '../support/http.ts';
import { until } from '../support/until.ts';
import { fakeWallClock } from './support/faketime.ts';
import { pidIn, withPid } from './support/process.ts';
import { comes, keeps, promise } from './support/promise.ts';

const day = 86_400;

function stats(count: number): string {
  return `[15:28:31] FPGA0: 1.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${count}\n`;
}

/** The seconds that the page of the cards says under a name. */
function seconds(cards: string, name: string): number {
  return Number(new RegExp(`"${name}": ?([0-9.e+-]+)`).exec(cards)?.[1]);
}

promise('clock-jumps', async (tool, { run, terminal, miner, directory, readLog }) => {
  const clock = await fakeWallClock(directory);
  const [command, ...args] = tool.command(
    'the.log',
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--stale-after',
    '60s',
  );
  const program = run(command, args, { env: clock.env });
  const started = performance.now();
  const address = await comes(
    tool,
    () => program.address(),
    () => `no address was said: ${program.stderr}`,
  );
  let printed = '';
  let count = 0;
  const print = async (): Promise<void> => {
    count += 1;
    printed += stats(count);
    await program.stdin.write(stats(count));
    const page = async (): Promise<boolean> =>
      value(await scrape(address), 'fpga_solutions_total{card="card1"}') === count;
    await comes(tool, page, 'a line was not read');
  };
  const look = async (offset: number): Promise<void> => {
    const page = await scrape(address);
    const { body } = await ask(`${address}/api/cards`);
    const running = (performance.now() - started) / 1000;
    const when = `with the clock ${offset} s off`;
    keeps(value(page, 'fpga_card_up{card="card1"}') === 1, `${when} the card is not up`);
    keeps(value(page, 'fpga_miner_up{source="stdin"}') === 1, `${when} the miner is not up`);
    for (const name of ['age', 'silentFor', 'uptime']) {
      const age = seconds(body, name);
      keeps(age >= 0 && age <= running, `${when} the ${name} is ${age} s`);
    }
    const hashrate = value(page, 'fpga_hashrate_hashes_per_second{card="card1"}');
    keeps(hashrate === 1.5e9, `${when} the hashrate is ${hashrate}`);
    keeps(/"hashrateAverage": ?1500000000\b/.test(body), `${when} the average is another: ${body}`);
  };
  const timestamp = async (): Promise<number> =>
    value(await scrape(address), 'fpga_last_reading_timestamp_seconds{card="card1"}') ?? 0;

  await print();
  for (const offset of [day, -day, 0]) {
    await clock.set(offset);
    await look(offset);
    await print();
    await look(offset);
    const off = (await timestamp()) - Date.now() / 1000;
    keeps(Math.abs(off - offset) < 30, `with the clock ${offset} s off the newest reading is ${off} s off`);
  }
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}`);
  keeps((await readLog('the.log')).toString() === printed, 'the log is not whole');
  await clock.tidy(program.pid);

  const set = Object.entries(clock.env).map(([name, text]) => `${name}=${text}`);
  const shown = withPid(['env', ...set, ...tool.command('shown.log', '--no-metrics')]);
  const shell = terminal(`${shown} <${miner.path}`);
  await miner.write(stats(1));
  const row = (): number =>
    Number(/^card1 .* (\d+)s$/.exec(shell.screen.find((text) => text.startsWith('card1 ')) ?? '')?.[1]);
  await until(() => row() >= 0);
  for (const offset of [day, -day]) {
    await clock.set(offset);
    const before = row();
    await comes(tool, () => row() > before, 'the age on the panel stands still');
    keeps(row() < 60, `the panel says the card is ${row()} s old`);
  }
  miner.end();
  keeps((await shell.ended()) === 0, 'it failed');
  await clock.tidy(await pidIn(directory));
});
