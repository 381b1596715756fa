import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import { type PoolServer, poolServer, tcpServer } from '../../pools/support/servers.ts';
import { badPools, goodAnswers, poolOptions, secretAddress } from '../support/bad-pools.ts';
import { testBuild } from '../support/environment.ts';
import { ask, scrape, seriesOf, value } from '../support/http.ts';
import { Rig } from './support/http/rig.ts';
import { Lateness } from './support/lateness.ts';
import { longLines } from './support/lines.ts';
import { comes, keeps, promise } from './support/promise.ts';

vi.setConfig({ testTimeout: 120_000, maxConcurrency: 1 });

/** The tool's own time runs so much faster, so that the pools are asked often and their time is soon over. */
const faster = 10;

promise('pool-faults', async (tool, world) => {
  const bad = await badPools();
  let good: PoolServer = await poolServer(4, goodAnswers);
  const { port } = good;
  try {
    const urls = [...bad.pools.map(({ url }) => url), good.url];
    const rig = new Rig(tool, world, 256, poolOptions(urls), undefined, testBuild({ rate: faster }));
    await rig.ready();
    const name = `127.0.0.1:${port}`;
    const isUp = async (): Promise<boolean> => {
      const page = await scrape(await rig.address());
      return value(page, `fpga_pool_up{pool="${name}"}`) === 1;
    };
    await rig.isOnTimeDuring('pools', async () => {
      await comes(tool, isUp, 'the pool that answers is not read');
      await good.close();
      await comes(tool, async () => !(await isUp()), 'the pool was gone and nobody saw it');
      good = await poolServer(4, goodAnswers, { port });
      await comes(tool, isUp, 'the pool that answers again is not read');
      await sleep(5000);
    });
    const page = await scrape(await rig.address());
    const up = Object.entries(seriesOf(page, 'fpga_pool_up')).filter(([, one]) => one === 1);
    keeps(up.length === 1, `${up} answer`);
    keeps(!page.includes(secretAddress.slice(2, 10)), 'the address is in the metrics');
  } finally {
    await Promise.all([bad.close(), good.close()]);
  }
});

promise('pool-log', async (tool, { run, directory, readLog }) => {
  const bad = await badPools();
  const silent = await tcpServer(() => {});
  // Every name server that is asked is silent.
  const preload = path.join(directory, 'silent-names.cjs');
  await writeFile(
    preload,
    `const dgram = require('node:dgram');
    const hole = dgram.createSocket('udp4');
    hole.bind(0, '127.0.0.1');
    hole.unref();
    hole.on('message', () => require('node:fs').writeFileSync('asked', ''));
    const { Resolver } = require('node:dns/promises');
    const real = Resolver.prototype.resolve4;
    // What is asked for first; the servers can't be changed any more after that.
    Resolver.prototype.resolve4 = function (...args) {
      this.setServers(['127.0.0.1:' + hole.address().port]);
      return real.apply(this, args);
    };`,
  );
  try {
    for (const urls of [bad.pools.map(({ url }) => url), [silent.url], ['http://pool.example']]) {
      const log = `${urls.length}-${urls[0]?.length}.log`;
      const [command, ...args] = tool.command(log, '--no-metrics', ...poolOptions(urls));
      const silentNames = urls[0] === 'http://pool.example';
      const program = run(command, args, {
        env: silentNames ? { NODE_OPTIONS: `--require ${preload}` } : {},
      });
      const input = longLines(3000);
      for (let at = 0; at < input.length; at += 1000) {
        await program.stdin.write(input.slice(at, at + 1000));
        await sleep(3);
      }
      // In the midst of asking.
      const took = await Lateness.ofAction(async () => {
        program.stdin.end();
        await program.ended;
      });
      const code = await program.ended;
      keeps(code === 0, `it ended with ${code}`);
      keeps(took < 3000, `its end took ${Math.round(took)} ms`);
      keeps((await readLog(log)).toString() === input, 'the log is not whole');
      keeps(program.stdout.toString() === input, 'stdout is not whole');
      keeps(!program.stderr.includes(secretAddress), 'the address was said');
    }
    keeps((await readLog('asked')).length === 0, 'the name server was not asked');
    // However many there are, what is wrong with each is known.
    const urls = bad.pools.map(({ url }) => url);
    const served = ['--host', '127.0.0.1', '--port', '0'];
    const [command, ...args] = tool.command('words.log', ...served, ...poolOptions(urls));
    const program = run(command, args, { env: testBuild({ rate: faster }) });
    const address = await program.address();
    let report = '';
    for (const { problem } of bad.pools) {
      const isSaid = async (): Promise<boolean> => {
        report = (await ask(`${address}/api/cards`)).body;
        return problem.test(report);
      };
      await comes(tool, isSaid, () => `${problem} is not in ${report}`);
    }
    program.stdin.end('the end\n');
    keeps((await program.ended) === 0, 'it failed');
    keeps(!program.stderr.includes(secretAddress), 'the address was said');
    keeps(!report.includes(secretAddress), 'the address is in the JSON');
  } finally {
    await Promise.all([bad.close(), silent.close()]);
  }
});

promise('pool-exporter', async (tool, { fpgaTee, directory }) => {
  const good = await poolServer(4, goodAnswers);
  const file = path.join(directory, 'pools.yaml');
  const pools = (...names: readonly string[]): string =>
    [
      'port: 0',
      'pools:',
      ...names.map((name) => `  - { url: '${good.url}', address: '0x1', name: ${name} }`),
    ].join('\n');
  const failing = "process.on('SIGUSR2', () => { throw new Error('of a test') })";
  try {
    await writeFile(file, pools('first'));
    const program = fpgaTee(['pool', '--serve', '--host', '127.0.0.1', '--config', 'pools.yaml'], {
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(failing)}` },
    });
    const address = await program.address();
    const serves = async (name: string): Promise<boolean> =>
      (await scrape(address)).includes(`fpga_pool_up{pool="${name}"}`);
    const says = (line: RegExp) => comes(tool, () => line.test(program.stderr), `no ${line}`);

    program.signal('SIGUSR2');
    await says(/^fpga-tee: something failed inside \(of a test\); it serves on$/m);
    await writeFile(file, pools('first', 'second'));
    await comes(tool, () => serves('second'), 'a changed file is not read');
    await writeFile(file, 'pools: none');
    program.signal('SIGHUP');
    await says(/^fpga-tee: pools\.yaml:1:8: .*\nfpga-tee: pools\.yaml: what it said before goes on$/m);
    keeps(await serves('second'), 'a wrong file ends what was there');
    await writeFile(file, pools('third').replace('port: 0', 'port: 1'));
    program.signal('SIGHUP');
    await says(/^fpga-tee: pools\.yaml: read again, 1 pool; port: from the next start on$/m);
    await comes(tool, () => serves('third'), 'SIGHUP has no file read');
    keeps(!(await serves('first')), 'a pool that is gone is served');
    keeps(!program.stderr.includes('    at '), `a stack: ${program.stderr}`);
    program.signal('SIGTERM');
    keeps((await program.ended) === 143, 'it has not ended by SIGTERM');
  } finally {
    await good.close();
  }
});
