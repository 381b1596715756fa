import { expect, test } from 'vitest';
import { isRotatedName } from '../../src/follow/rotated.ts';

test.each([
  'miner.log.1',
  'miner.log.10',
  'miner.log-20240101',
  'miner.log.2024-01-01',
  'miner.log.old',
  'miner.log~',
  'miner-20240101.log',
  'miner-2024-01-01T00-00-00.000.log',
])('%s is where miner.log was rotated to', (name) => {
  expect(isRotatedName('miner.log', name)).toBe(true);
});

test.each([
  'miner.log',
  'miner.log.1.gz',
  'miner.log-20240101.zst',
  'miner-2.log',
  'miner2.log',
  'miner-gpu.log',
  'miner.logs',
  'other.log.1',
  '.miner.log.x7Yz',
])('%s is not', (name) => {
  expect(isRotatedName('miner.log', name)).toBe(false);
});
