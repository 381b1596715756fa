import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertKind } from '../../src/rig/alert.ts';
import { type AlertChange, AlertWatch, type Condition } from '../../src/rig/alert-watch.ts';
import { stateOf } from '../../src/rig/conditions.ts';

const minute = { begin: 60, end: 60 };
const soon = { begin: 10, end: 0 };
const delays = { hot: minute, failing: minute, rejecting: minute, slow: soon, silent: soon, stuck: soon };

function condition(state: Condition['state'], changes: Partial<Condition> = {}): Condition {
  return { kind: 'hot', card: 'card1', source: 'stdin', state, text: 'hot, 83.0 °C', ...changes };
}

/** Looks every ten seconds; `null` is well. */
function watched() {
  const watch = new AlertWatch(delays);
  let now = 1000;
  const look = (...conditions: readonly (Condition['state'] | Condition | null)[]) => {
    now += 10;
    const found = conditions.flatMap((one) =>
      one === null ? [] : typeof one === 'string' ? condition(one) : one,
    );
    return watch.look(now, 1_700_000_000 + now, found);
  };
  return { watch, look, at: () => now, sleep: (seconds: number) => (now += seconds) };
}

/** So many looks that see the same, and what they told. */
function times(count: number, look: () => readonly AlertChange[]): string[] {
  return Array.from({ length: count }, look)
    .flat()
    .map(({ type, alert }) => `${type} ${alert.kind} ${alert.lasting}`);
}

describe('an alert', () => {
  test('begins once its time is over, and is told once', () => {
    const { watch, look, at } = watched();
    expect(times(6, () => look('bad'))).toEqual([]);
    expect(watch.standing(at())).toEqual([]);
    expect(times(100, () => look('bad'))).toEqual(['begun hot 60']);
    expect(watch.standing(at())).toEqual([
      {
        kind: 'hot',
        card: 'card1',
        source: 'stdin',
        since: 1_700_001_010,
        lasting: 1050,
        text: 'hot, 83.0 °C',
      },
    ]);
  });

  test('does not begin where it was well, or nearly so, in between', () => {
    for (const between of [null, 'between'] as const) {
      const { look } = watched();
      times(6, () => look('bad'));
      look(between);
      expect(times(6, () => look('bad'))).toEqual([]);
    }
  });

  test('is over when it was well for as long, and told with all of its time', () => {
    const { watch, look, at } = watched();
    times(10, () => look('bad'));
    expect(times(6, () => look(null))).toEqual([]);
    expect(times(10, () => look(null))).toEqual(['over hot 100']);
    expect(watch.standing(at())).toEqual([]);
  });

  test('goes on while it is nearly well, and while nothing is known', () => {
    const { look } = watched();
    times(10, () => look('bad'));
    times(5, () => look(null));
    expect(times(50, () => look(condition('between', { text: null })))).toEqual([]);
    expect(times(6, () => look(null))).toEqual([]);
  });

  test('has the newest words, and keeps them when there are none', () => {
    const { watch, look, at } = watched();
    times(10, () => look('bad'));
    look(condition('bad', { text: 'hot, 90.0 °C' }));
    look(condition('between', { text: null }));
    expect(watch.standing(at())[0]?.text).toBe('hot, 90.0 °C');
  });

  test('needs its time again after the computer slept', () => {
    const { look, sleep } = watched();
    times(5, () => look('bad'));
    sleep(3600);
    expect(times(6, () => look('bad'))).toEqual([]);
    expect(times(1, () => look('bad'))).toEqual(['begun hot 60']);
  });
});

test('the worst kind stands first, and of a kind what began first', () => {
  const { watch, look, at } = watched();
  const of = (kind: AlertKind, card: string) => condition('bad', { kind, card });
  times(10, () => look(of('slow', 'a'), of('silent', 'b')));
  times(10, () => look(of('slow', 'a'), of('silent', 'b'), of('hot', 'd'), of('hot', 'c')));
  expect(watch.standing(at()).map(({ kind, card }) => `${kind} ${card}`)).toEqual([
    'hot d',
    'hot c',
    'silent b',
    'slow a',
  ]);
});

const limits = { yellow: 65, red: 80 };
const temperatures = fc.array(fc.double({ min: 20, max: 110, noNaN: true }), { maxLength: 200 });

/** What a card of these temperatures, ten seconds each, has told. */
function toldOf(values: readonly number[]): readonly AlertChange['type'][] {
  const { look } = watched();
  return values.flatMap((value) => look(stateOf(value, limits)).map(({ type }) => type));
}

describe('whatever the temperature does', () => {
  test('beginnings and ends take turns', () => {
    fc.assert(
      fc.property(temperatures, (values) => {
        expect(toldOf(values)).toEqual(
          toldOf(values).map((_, place) => (place % 2 === 0 ? 'begun' : 'over')),
        );
      }),
    );
  });

  test('what stays below red tells nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 20, max: 79.99, noNaN: true })), (values) => {
        expect(toldOf(values)).toEqual([]);
      }),
    );
  });

  test('what has begun and stays near red tells nothing more', () => {
    const hot = Array.from({ length: 10 }, () => 81);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 76.26, max: 110, noNaN: true })), (values) => {
        expect(toldOf([...hot, ...values])).toEqual(['begun']);
      }),
    );
  });

  test('one look alone never tells anything', () => {
    fc.assert(
      fc.property(temperatures, (values) => {
        const alone = values.flatMap((value) => [value, 40]);
        expect(toldOf(alone)).toEqual([]);
      }),
    );
  });
});
