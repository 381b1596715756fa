import { expect, test } from 'vitest';
import { loadPty, PtyUnavailable } from '../../src/run/pty-package.ts';

const failing = (message: string, code?: string) => () =>
  Promise.reject(Object.assign(new Error(message), code === undefined ? {} : { code }));

test('the package is there', async () => {
  expect(await loadPty()).toHaveProperty('spawn');
});

test('when it is not installed, it is told how to get it', async () => {
  const loading = loadPty(
    failing("Cannot find package '@lydell/node-pty' imported from …", 'ERR_MODULE_NOT_FOUND'),
  );
  await expect(loading).rejects.toBeInstanceOf(PtyUnavailable);
  await expect(loading).rejects.toThrow(/npm install --global @lydell\/node-pty/);
});

test('when there is none for this system, it is told how to go without', async () => {
  const loading = loadPty(failing('no binary for linux-mips\nand much more', 'MODULE_NOT_FOUND'));
  await expect(loading).rejects.toBeInstanceOf(PtyUnavailable);
  await expect(loading).rejects.toThrow(
    '@lydell/node-pty does not work here (no binary for linux-mips); start the miner yourself: miner … | fpga-tee',
  );
});
