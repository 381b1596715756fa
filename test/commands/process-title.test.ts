import { expect, test } from 'vitest';
import { processTitle } from '../../src/commands/process-title.ts';

test('a title tells the job, the miners and their logs', () => {
  expect(
    processTitle('run', ['vu35p', 'nimiq'], [{ path: 'vu35p.log' }, { path: '/var/log/nimiq.log' }]),
  ).toBe('fpga-tee run vu35p, nimiq > vu35p.log, /var/log/nimiq.log');
  expect(processTitle('follow', ['a.log'], [null])).toBe('fpga-tee follow a.log');
  expect(processTitle('', [], [{ path: 'hashrates.log' }])).toBe('fpga-tee > hashrates.log');
  expect(processTitle('', [], [null])).toBe('fpga-tee');
});

test('it is one line of what can be seen', () => {
  expect(processTitle('run', ['a\n\x1b[31mb'], [null])).not.toMatch(/[\n\x1b]/);
});
