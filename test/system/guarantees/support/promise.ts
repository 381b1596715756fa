import { describe, expect } from 'vitest';
import { LeftOut } from '../../../support/left-out.ts';
import { test, type World } from '../../support/test.ts';
import { until } from '../../support/until.ts';
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

/**
 * Waits for what the tool must bring about; the promise is broken when it doesn't come, or when what is looked at fails.
 *
 * @returns what the condition gave
 */
export async function comes<Value>(
  tool: Tool,
  condition: () => Value | Promise<Value>,
  otherwise: string | (() => string),
): Promise<Exclude<Value, false | null | undefined>> {
  try {
    return await until(condition, tool.patience);
  } catch (error) {
    const words = typeof otherwise === 'string' ? otherwise : otherwise();
    throw new Broken(`within ${tool.patience} s ${words} (${String(error)})`);
  }
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
  patience: 90,
};

const gnuTee: Tool = { name: 'tee', command: (log) => ['tee', '-a', log], patience: 3 };

/** For one of them: much goes through some, on machines that have other work. */
const limit = { timeout: 120_000 };

/**
 * A promise and the test that shows it. GNU tee goes through the same, where it has anything of the kind: what it does
 * must be what the document says of it, which also shows that the test can fail.
 *
 * @param variant what is particular, where several scenarios show one promise
 */
export function promise(id: PromiseId, scenario: Scenario, variant = ''): void {
  const { says, tee }: Promised = promises[id];
  describe.concurrent(`${says}${variant === '' ? '' : ` (${variant})`}`, () => {
    test('fpga-tee', limit, async ({ directory, fpgaTee, run, terminal, miner, readLog }) => {
      await scenario(ours, { directory, fpgaTee, run, terminal, miner, readLog });
    });
    if (tee === null) return;
    test(
      tee === 'keeps' ? 'GNU tee keeps it as well' : `GNU tee: ${tee}`,
      limit,
      async ({ directory, fpgaTee, run, terminal, miner, readLog }) => {
        const outcome = await scenario(gnuTee, { directory, fpgaTee, run, terminal, miner, readLog }).then(
          () => null,
          (error: unknown) => {
            if (error instanceof LeftOut) throw error;
            return error;
          },
        );
        if (tee === 'keeps') expect(outcome).toBeNull();
        else expect(outcome).toBeInstanceOf(Broken);
      },
    );
  });
}
