import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/options/parse.ts';
import { jobs } from '../../../src/options/row.ts';
import { variableOf } from '../../../src/options/settings/environment.ts';
import { isSetting } from '../../../src/options/settings/is-setting.ts';
import { optionsOf } from '../../../src/options/table.ts';

type Variables = Readonly<Record<string, string>>;

/** The options of a pipe, or of whatever the arguments ask for. */
function options(environment: Variables, ...args: readonly string[]) {
  const command = parseCommandLine(args, false, { environment, folder: null });
  if (command.command !== 'tee' && command.command !== 'follow' && command.command !== 'run')
    throw new Error(`${command.command} is no job`);
  return command.options;
}

describe('a variable', () => {
  test('stands for the option of its name', () => {
    expect(options({ FPGA_TEE_PORT: '9100' }).port).toBe(9100);
    expect(options({ FPGA_TEE_LOG: 'rig.log', FPGA_TEE_LOG_MAX_SIZE: '1M' }).log).toMatchObject({
      path: 'rig.log',
      rotation: { maxSize: 1024 ** 2 },
    });
    expect(options({ FPGA_TEE_PLAIN: 'yes' }).plain).toBe(true);
    expect(options({ FPGA_TEE_NO_LOG: '1' }).log).toBeNull();
    expect(options({ FPGA_TEE_NO_METRICS: '1' }).port).toBeNull();
    expect(options({ FPGA_TEE_CARD: 'left,right' }).plain).toBe(false);
    expect(
      options({ FPGA_TEE_POOL: 'https://pool.example', FPGA_TEE_POOL_ADDRESS: '0xabc' }).pools,
    ).toMatchObject({ entries: [{ address: '0xabc' }] });
  });

  test('gives way to the command line', () => {
    expect(options({ FPGA_TEE_PORT: '9100' }, '-p', '9200').port).toBe(9200);
    expect(options({ FPGA_TEE_NO_LOG: '1' }, '-o', 'my.log').log).toMatchObject({ path: 'my.log' });
    expect(options({ FPGA_TEE_WEB_CONFIG: 'web.yml' }, '--no-metrics').webConfig).toBeNull();
    expect(options({ FPGA_TEE_FORMAT: 'nowhere.yaml' }, '-b', 'rb4')).toMatchObject({ bitstream: 'rb4' });
  });

  test('that is empty, or of no option, says nothing', () => {
    expect(options({ FPGA_TEE_PORT: '', FPGA_TEE_FAULT: 'x', FPGA_TEE_PTY: 'y' }).port).toBe(9090);
  });

  test('of an option of other commands says nothing', () => {
    expect(options({ FPGA_TEE_RESTART: 'nonsense' }).port).toBe(9090);
    expect(() => options({ FPGA_TEE_RESTART: 'nonsense' }, 'run', '--', 'miner')).toThrow(
      'FPGA_TEE_RESTART=nonsense: choose one of never, ',
    );
    expect(
      parseCommandLine(['check', 'a.log'], false, { environment: { FPGA_TEE_BITSTREAM: 'x' }, folder: null })
        .command,
    ).toBe('check');
  });

  test.each([
    [{ FPGA_TEE_PORT: 'abc' }, 'FPGA_TEE_PORT=abc: not a port; give a number'],
    [{ FPGA_TEE_PLAIN: 'maybe' }, 'FPGA_TEE_PLAIN=maybe: give 1 or 0'],
    [{ FPGA_TEE_BITSTREAM: 'foo' }, 'FPGA_TEE_BITSTREAM=foo: choose one of auto'],
    [{ FPGA_TEE_LOG_KEEP: '3' }, 'FPGA_TEE_LOG_KEEP=3: without --log-max-size'],
    [{ FPGA_TEE_CARD: 'a,a' }, 'FPGA_TEE_CARD=a: the name a is given twice'],
    [{ FPGA_TEE_CONFIG: 'not-there.yaml' }, 'FPGA_TEE_CONFIG=not-there.yaml: no such file; give one'],
  ])('%j is told by its name', (variables, words) => {
    expect(() => options(variables)).toThrow(words);
  });

  test('with which an alert or a stall tells of a bitstream is none of ours', () => {
    expect(options({ FPGA_TEE_SOURCE: 'stdin', FPGA_TEE_BITSTREAM: 'of an older version' })).toMatchObject({
      bitstream: 'auto',
    });
  });

  test('of one miner is left out with a rig file, which says it for each', () => {
    const environment = { FPGA_TEE_LOG: 'x.log', FPGA_TEE_BITSTREAM: 'rb4', FPGA_TEE_PORT: '9100' };
    expect(options(environment, 'run', '--rig', 'rig.yaml').port).toBe(9100);
  });

  test('no command of ours is told by the name of an option, but for the bitstream', () => {
    const told = ['ALERT', 'ALERT_STATE', 'ALERT_SECONDS', 'ALERT_TEXT', 'SOURCE', 'CARDS', 'STALL'];
    const more = ['STALL_STATE', 'STALL_SECONDS', 'STALL_TEXT', 'SCRIPT', 'FAULT', 'CLOCK_RATE'];
    const variables = optionsOf(...jobs)
      .filter(isSetting)
      .map(({ name }) => variableOf(name));
    for (const name of [...told, ...more]) expect(variables).not.toContain(`FPGA_TEE_${name}`);
  });
});
