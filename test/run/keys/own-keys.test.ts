import { describe, expect, test } from 'vitest';
import type { KeyTargets } from '../../../src/run/keys/key-targets.ts';
import { OwnKeys } from '../../../src/run/keys/own-keys.ts';
import { FakeTime } from '../../support/fake-time.ts';

/** Keys for so many miners, and what they did. */
function keysFor(names: readonly string[], panel = true, free = false) {
  const did: string[] = [];
  let shown = panel;
  let told = 0;
  const targets: KeyTargets = {
    type: (keys, miner) => did.push(`type ${JSON.stringify(keys)} ${miner}`),
    restart: (miner) => did.push(`restart ${miner}`),
    stop: (miner) => did.push(`stop ${miner}`),
    show: (miner) => did.push(`show ${miner}`),
    signal: (signal) => did.push(`signal ${signal}`),
    detachPanel() {
      shown = false;
      did.push('detach');
    },
    attachPanel() {
      shown = true;
      did.push('attach');
    },
    settingsChanged: () => {
      told += 1;
    },
    showsPanel: () => shown,
    cards: () => ['a', 'b'],
    say: (line) => did.push(`say ${line}`),
  };
  const time = new FakeTime();
  return { keys: new OwnKeys(names, targets, time, { free }), did, time, toldOfChanges: () => told };
}

test('the panel is told of all that is chosen, also when it goes by itself', () => {
  const { keys, time, toldOfChanges } = keysFor(['fx']);
  keys.typed('x');
  expect(toldOfChanges()).toBe(0);
  keys.typed('\x1d');
  expect(toldOfChanges()).toBeGreaterThan(0);
  const opened = toldOfChanges();
  time.advance(20);
  expect(keys.settings.menu.type).toBe('closed');
  expect(toldOfChanges()).toBeGreaterThan(opened);
});

describe('one miner', () => {
  test('gets what is typed', () => {
    const { keys, did } = keysFor(['fx']);
    keys.typed('+\x03');
    expect(did).toEqual(['type "+\\u0003" 0']);
    expect(keys.settings.miners).toEqual([]);
  });

  test('is restarted and stopped; the panel goes', () => {
    const { keys, did } = keysFor(['fx']);
    keys.typed('\x1dr\x1dqq\x1dd');
    expect(did).toEqual(['restart 0', 'stop 0', 'detach']);
  });

  test('is ended only when that is asked for once more; any other key takes it back', () => {
    const { keys, did, time } = keysFor(['fx']);
    keys.typed('\x1dq');
    expect(keys.settings.menu).toEqual({ type: 'confirm', text: 'end fx? q once more ramps it down' });
    keys.typed('r');
    keys.typed('\x1dq');
    time.advance(16);
    expect(keys.settings.menu.type).toBe('closed');
    expect(did).toEqual([]);
  });

  test('gets the panel back with the key that took it away', () => {
    const { keys, did } = keysFor(['fx']);
    keys.typed('\x1dd');
    keys.typed('\x1dd');
    expect(did.filter((one) => !one.startsWith('say'))).toEqual(['detach', 'attach']);
  });

  test('gets no ESC and no q for 10 s after the keys have closed, by themselves or by a key', () => {
    for (const close of ['\x1b', '']) {
      const { keys, did, time } = keysFor(['fx']);
      keys.typed(`\x1d${close}`);
      if (close === '') time.advance(15.5);
      keys.typed('\x1bq+');
      expect(did).toEqual(['type "+" 0']);
      expect(keys.settings.menu.type).toBe('hint');
      time.advance(10);
      keys.typed('\x1bq');
      expect(did.slice(1)).toEqual(['type "\\u001bq" 0']);
    }
  });

  test('gets neither while paused; Ctrl-C always', () => {
    const { keys, did, time } = keysFor(['fx']);
    keys.typed('\x13');
    time.advance(60);
    keys.typed('\x1b');
    keys.typed('q');
    keys.typed('\x03');
    expect(did).toEqual(['type "\\u0003" 0']);
  });

  test('a card is chosen with the arrows', () => {
    const { keys } = keysFor(['fx']);
    const chosen = ['\x1d\x1b[B', '\x1bOB', '\x1b[B', '\x1b[A'].map((typed) => {
      keys.typed(typed);
      return keys.settings.card;
    });
    expect(chosen).toEqual(['a', 'b', null, 'b']);
  });

  test('there is nothing to choose', () => {
    const { keys, did } = keysFor(['fx']);
    keys.typed('\x1d1\x1dn\x1d0');
    expect(did).toEqual([]);
    expect(keys.settings.chosen).toBe(null);
  });
});

describe('the keys’ row', () => {
  test('opens, and closes with a key or when none comes', () => {
    const { keys, time } = keysFor(['fx']);
    keys.typed('\x1d');
    expect(keys.settings.menu).toEqual({ type: 'open', help: false });
    keys.typed('x');
    expect(keys.settings.menu.type).toBe('closed');
    keys.typed('\x1d');
    time.advance(14);
    keys.typed('s');
    time.advance(14);
    expect(keys.settings.menu.type).toBe('open');
    time.advance(2);
    expect(keys.settings.menu.type).toBe('closed');
  });

  test('closed by time, keys are the miner’s again', () => {
    const { keys, did, time } = keysFor(['fx']);
    keys.typed('\x1d');
    time.advance(16);
    keys.typed('w');
    expect(did).toEqual(['type "w" 0']);
  });

  test('with h there are sentences, and with h again there are none', () => {
    const { keys } = keysFor(['fx']);
    keys.typed('\x1dh');
    expect(keys.settings.menu).toEqual({ type: 'open', help: true });
    keys.typed('h');
    expect(keys.settings.menu).toEqual({ type: 'open', help: false });
  });

  test('without a panel the keys are said once', () => {
    const { keys, did } = keysFor(['fx'], false);
    keys.typed('\x1dh');
    expect(did).toEqual(['say keys: q stop, r restart, d panel; Ctrl-] once more is typed to the miner']);
  });
});

describe('what is shown', () => {
  test('is sorted and spans times in turn, all of them', () => {
    const { keys } = keysFor(['fx']);
    const seen = () => [keys.settings.order, keys.settings.trendSpan];
    keys.typed('\x1d');
    const turns = Array.from({ length: 5 }, () => {
      keys.typed('st');
      return seen();
    });
    expect(turns).toEqual([
      ['name', 300],
      ['hashrate', 3600],
      ['temperature', 86_400],
      ['errorRatio', null],
      ['found', 300],
    ]);
  });

  test('stands still with p and Ctrl-S, goes on with p and Ctrl-Q, and when the panel goes', () => {
    const { keys } = keysFor(['fx']);
    const paused = (typed: string): boolean => {
      keys.typed(typed);
      return keys.settings.paused;
    };
    expect(['\x1dp', '\x1dp', '\x13', '\x13', '\x11', '\x1d ', '\x1dd'].map(paused)).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  test('can not stand still without the panel', () => {
    const { keys } = keysFor(['fx'], false);
    keys.typed('\x13\x1dp');
    expect(keys.settings.paused).toBe(false);
  });

  test('is another object only when something was chosen', () => {
    const { keys } = keysFor(['fx']);
    const before = keys.settings;
    keys.typed('+');
    expect(keys.settings).toBe(before);
    keys.typed('\x1ds');
    expect(keys.settings).not.toBe(before);
  });
});

describe('several miners', () => {
  const names = ['left', 'right', 'third'];

  test('while all are shown keys go to none, but Ctrl-C to all', () => {
    const { keys, did, time } = keysFor(names);
    keys.typed('+');
    expect(did).toEqual([]);
    expect(keys.settings.menu.type).toBe('hint');
    time.advance(6);
    expect(keys.settings.menu.type).toBe('closed');
    keys.typed('\x03');
    expect(did).toEqual(['type "\\u0003" 0', 'type "\\u0003" 1', 'type "\\u0003" 2']);
  });

  test('a number or n chooses whose lines are shown and who gets the keys; 0 all again', () => {
    const { keys, did } = keysFor(names);
    keys.typed('\x1d2+');
    expect(did).toEqual(['show 1', 'type "+" 1']);
    keys.typed('\x1dnn\x1bx');
    expect(did.slice(2)).toEqual(['show 2', 'show null']);
    keys.typed('\x1d3\x1d0');
    expect(did.slice(4)).toEqual(['show 2', 'show null']);
  });

  test('a number that none of them has', () => {
    const { keys, did } = keysFor(names);
    keys.typed('\x1d4');
    expect(did).toEqual([]);
    expect(keys.settings).toMatchObject({ chosen: null, menu: { type: 'hint' } });
  });

  test('q stops the one that is chosen, or all; r never restarts all', () => {
    const { keys, did } = keysFor(names);
    keys.typed('\x1dr\x1dqq\x1d2\x1dr\x1dqq');
    expect(did).toEqual(['stop null', 'show 1', 'restart 1', 'stop 1']);
  });
});

describe('where there is no miner to type to', () => {
  test('keys need no opening, an end no second word; Ctrl-C and its like are signals', () => {
    const { keys, did } = keysFor(['left', 'right', 'third'], true, true);
    keys.typed('s2\x1b[C\x1b[D');
    expect(keys.settings).toMatchObject({ order: 'name', chosen: 1, opener: '' });
    keys.typed('\x03\x1a\x1c+rq');
    expect(did).toEqual([
      ...['show 1', 'show 2', 'show 1', 'signal SIGINT', 'signal SIGTSTP', 'signal SIGQUIT', 'stop null'],
    ]);
  });

  test('help stays until it is closed', () => {
    const { keys, time } = keysFor(['left'], true, true);
    keys.typed('h');
    time.advance(60);
    expect(keys.settings.menu).toEqual({ type: 'open', help: true });
    keys.typed('\x1b');
    expect(keys.settings.menu.type).toBe('closed');
  });
});
