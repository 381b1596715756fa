import { describe, expect } from 'vitest';
import { test, type World } from '../../support/test.ts';
import { type Promised, type PromiseId, promises } from './promises.ts';

/** A program that copies what comes in to what goes out and to a log, as far as a test needs to know it. */
export interface Tool {
  readonly name: 'fpga-tee' | 'tee';
  /**
   * The command, for a shell or to start it between pipes.
   *
   * @param log the log's path
   * @param options further options of fpga-tee; without any it serves no metrics
   */
  readonly command: (log: string, ...options: readonly string[]) => readonly [string, ...string[]];
  /** Seconds to wait for what ought to happen: long for our own, short for one that is known not to do it. */
  readonly patience: number;
}

/** A promise that was not kept: the message tells what happened instead. Any other error is a fault of the test. */
export class Broken extends Error {}

/** Says that the promise is broken unless the condition holds. */
export function keeps(condition: boolean, otherwise: string): void {
  if (!condition) throw new Broken(otherwise);
}

/** Runs the program through what the promise is about; throws {@link Broken} when it doesn't keep it. */
type Scenario = (tool: Tool, world: World) => Promise<void>;

const ours: Tool = {
  name: 'fpga-tee',
  command: (log, ...options) => [
    'fpga-tee',
    '-o',
    log,
    ...(options.length === 0 ? ['--no-metrics'] : options),
  ],
  patience: 20,
};

const gnuTee: Tool = { name: 'tee', command: (log) => ['tee', '-a', log], patience: 3 };

/**
 * A promise and the test that shows it. GNU tee goes through the same, where it has anything of the kind: what it does
 * must be what the document says of it, which also shows that the test can fail.
 *
 * @param variant what is particular, where several scenarios show one promise
 */
export function promise(id: PromiseId, scenario: Scenario, variant = ''): void {
  const { says, tee }: Promised = promises[id];
  describe.concurrent(`${says}${variant === '' ? '' : ` (${variant})`}`, () => {
    test('fpga-tee', async ({ directory, fpgaTee, run, terminal, miner, readLog }) => {
      await scenario(ours, { directory, fpgaTee, run, terminal, miner, readLog });
    });
    if (tee === null) return;
    test(
      tee === 'keeps' ? 'GNU tee keeps it as well' : `GNU tee: ${tee}`,
      async ({ directory, fpgaTee, run, terminal, miner, readLog }) => {
        const outcome = await scenario(gnuTee, { directory, fpgaTee, run, terminal, miner, readLog }).then(
          () => null,
          (error: unknown) => error,
        );
        if (tee === 'keeps') expect(outcome).toBeNull();
        else expect(outcome).toBeInstanceOf(Broken);
      },
    );
  });
}
