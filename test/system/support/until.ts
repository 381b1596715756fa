import { setTimeout as sleep } from 'node:timers/promises';

/** Long, for a slow and busy machine: it is only ever waited for to the end when something is wrong. */
const patience = 30;

/**
 * Waits until a condition holds: until it gives something that is neither false nor nothing, and does not throw.
 *
 * @param deadline seconds
 * @returns what the condition gave
 */
export async function until<Value>(
  condition: () => Value | Promise<Value>,
  deadline = patience,
): Promise<Exclude<Value, false | null | undefined>> {
  const end = performance.now() + deadline * 1000;
  for (;;) {
    let failure: unknown;
    try {
      const value = await condition();
      if (isGiven(value)) return value;
      failure = new Error(`not within ${deadline} s: ${condition.toString()}`);
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) throw failure;
    await sleep(10);
  }
}

function isGiven<Value>(value: Value): value is Exclude<Value, false | null | undefined> {
  return value !== false && value !== null && value !== undefined;
}
