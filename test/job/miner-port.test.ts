import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from '../../src/job/job.ts';
import type { MinerPort } from '../../src/job/miner-port.ts';
import { LineCutter } from '../../src/lines/cut.ts';
import { aLog, aMiner, JobWorld } from './support/job-world.ts';

let world: JobWorld;
let job: Job;
let port: MinerPort;

beforeEach(() => {
  world = new JobWorld();
  job = world.job();
  port = job.add({ ...aMiner, log: aLog });
});

/** What is in the log once all is over. */
async function logged(): Promise<string> {
  port.end();
  await world.ended(job.end());
  return world.disk.text;
}

describe('a line of ours', () => {
  test('stands on a line of its own, also behind one that has no end', async () => {
    port.bytes(Buffer.from('half'));
    port.note('restarted');
    port.bytes(Buffer.from('whole\n'));
    port.note('restarted again');
    expect(world.stdout.text).toBe('half\n[fpga-tee: restarted]\nwhole\n[fpga-tee: restarted again]\n');
    expect(await logged()).toBe(world.stdout.text);
  });

  test('is the first where the miner has printed nothing', async () => {
    port.note('restarted');
    port.note('restarted again');
    expect(await logged()).toBe('[fpga-tee: restarted]\n[fpga-tee: restarted again]\n');
  });

  test('has the miner’s name in front where several print', () => {
    world = new JobWorld({ several: true });
    port = world.job().add(aMiner);
    port.note('restarted');
    expect(world.stdout.text).toBe('rig1: [fpga-tee: restarted]\n');
  });
});

describe('a flood', () => {
  test('waits for who reads stdout', () => {
    expect(port.shouldWait()).toBe(false);
    world.stdout.floods = true;
    expect(port.shouldWait()).toBe(true);
  });

  test('does not wait for who can not tell', () => {
    world.stdout.floods = new Error('no answer');
    expect(port.shouldWait()).toBe(false);
    expect(job.warnings.list()).toEqual(['asking whether to wait failed (no answer); the rest goes on']);
  });
});

test('when showing it fails, the log has it and it is read all the same', async () => {
  world.stdout.write = () => {
    throw new Error('no screen');
  };
  port.bytes(Buffer.from('one\n'));
  expect(job.warnings.list()).toEqual(['showing the output failed (no screen); the rest goes on']);
  expect(port.byteCount).toBe(4);
  expect(await logged()).toBe('one\n');
});

test('what can not even be cut into lines is shown and logged as it is', async () => {
  vi.spyOn(LineCutter.prototype, 'push').mockImplementationOnce(() => {
    throw new Error('no memory');
  });
  port.bytes(Buffer.from('one\n'));
  port.bytes(Buffer.from('two\n'));
  expect(job.warnings.list()).toEqual(['reading the lines failed (no memory); the rest goes on']);
  expect(world.stdout.text).toBe('one\ntwo\n');
  expect(await logged()).toBe('one\ntwo\n');
});

test('a file that begins has its own open line, and the newest is the one that is shown', () => {
  port.bytes(Buffer.from('first'));
  const second = port.open();
  expect(port.unterminated()).toBe('');
  second.bytes(Buffer.from('second'));
  expect(port.unterminated()).toBe('second');
});
