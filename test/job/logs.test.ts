import { expect, test } from 'vitest';
import { LogFile } from '../../src/bytes/log/log-file.ts';
import { Logs } from '../../src/job/logs.ts';
import { aLog, JobWorld } from './support/job-world.ts';

/** A log whose own code fails as often as a test wants. */
function failing(times: number): JobWorld {
  const world = new JobWorld(
    {},
    {
      createLogFile(options) {
        let left = times;
        const log = new LogFile({ ...options, fs: world.disk });
        const write = log.write.bind(log);
        log.write = (chunk) => {
          left -= 1;
          if (left >= 0) throw new Error('no memory');
          write(chunk);
        };
        return log;
      },
    },
  );
  return world;
}

test('bytes that a log’s own code failed to take are counted and told, and the log is not whole', async () => {
  const world = failing(1);
  const logs = new Logs(world.shared());
  const log = logs.open(aLog);
  log.write(Buffer.from('lost\n'));
  log.write(Buffer.from('kept\n'));
  await world.ended(logs.flushed());
  expect(world.disk.text).toBe('kept\n');
  expect(logs.state()).toMatchObject({ dropped: 5, written: 5 });
  expect(logs.areWhole()).toBe(false);
  expect(world.stderr.text).toBe('log my.log: bytes are missing there, writing it failed (no memory)\n');
});

test('a log that has everything is whole', async () => {
  const world = failing(0);
  const logs = new Logs(world.shared());
  logs.open(aLog).write(Buffer.from('kept\n'));
  await world.ended(logs.flushed());
  expect(logs.areWhole()).toBe(true);
  expect(world.stderr.text).toBe('');
});

test('several are told as one', async () => {
  const world = failing(1);
  const logs = new Logs(world.shared());
  expect(logs.state()).toBeNull();
  for (const path of ['a.log', 'b.log']) {
    const log = logs.open({ ...aLog, path });
    log.write(Buffer.from('lost\n'));
    log.write(Buffer.from('kept\n'));
  }
  expect(logs.state()).toMatchObject({ path: '2 files', dropped: 10, queued: 10 });
  await world.ended(logs.flushed());
  expect(logs.state()).toMatchObject({ queued: 0, written: 10 });
});
