import { describe, expect, test } from 'vitest';
import { Logins } from '../../../src/web/config/logins.ts';
import { FakeTime } from '../../support/fake-time.ts';

const hash = (cost: number) => `$2y$${cost}$${'a'.repeat(53)}`;
const users = new Map([
  ['alice', hash(12)],
  ...Array.from({ length: 15 }, (_, user) => [`user${user}`, hash(10)] as const),
]);
const here = () => false;

/** Logins whose comparisons a test answers; `secret` is everybody's password. */
function setUp() {
  const time = new FakeTime();
  const compared: { password: string; hash: string }[] = [];
  const answers: (() => void)[] = [];
  const logins = new Logins({
    clock: time,
    timers: time,
    compare: (password, hash) =>
      new Promise((resolve, reject) => {
        compared.push({ password, hash });
        answers.push(() =>
          password === 'broken' ? reject(new Error('no thread')) : resolve(password === 'secret'),
        );
      }),
  });
  const check = (user: string, password: string, address = '10.0.0.1', gone = here) =>
    logins.check({ user, password }, users, address, gone);
  /** Lets all that waits be compared, and time pass. */
  const work = async () => {
    for (let turn = 0; turn < 100; turn += 1) {
      answers.shift()?.();
      await new Promise(setImmediate);
      time.advance(1);
    }
  };
  return { time, compared, answers, check, work };
}

describe('logins', () => {
  test('a right one is compared once, whoever asks at the same time or later', async () => {
    const { compared, check, work } = setUp();
    const both = [check('alice', 'secret'), check('alice', 'secret')];
    await work();
    expect(await Promise.all(both)).toEqual(['right', 'right']);
    expect(check('alice', 'secret')).toBe('right');
    expect(compared).toHaveLength(1);
  });

  test('so is a wrong one', async () => {
    const { compared, check, work } = setUp();
    const login = check('alice', 'guess');
    await work();
    expect(await login).toBe('wrong');
    expect(check('alice', 'guess')).toBe('wrong');
    expect(compared).toHaveLength(1);
  });

  test('who does not exist takes as long as a wrong password, and is never right', async () => {
    const { compared, check, work } = setUp();
    const login = check('mallory', 'secret');
    await work();
    expect(await login).toBe('wrong');
    expect(compared[0]?.hash).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/);
  });

  test('one is compared at a time, with a rest after a wrong one of three times as long', async () => {
    const { compared, check, time, answers } = setUp();
    void check('alice', 'one');
    void check('alice', 'two');
    time.advance(0.2);
    expect(compared).toHaveLength(1);
    answers.shift()?.();
    await new Promise(setImmediate);
    time.advance(0.59);
    await new Promise(setImmediate);
    expect(compared).toHaveLength(1);
    time.advance(0.02);
    await new Promise(setImmediate);
    expect(compared).toHaveLength(2);
  });

  test('an address has ten wrong passwords, and one more every ten seconds', async () => {
    const { check, time } = setUp();
    const tried = Array.from({ length: 12 }, (_, guess) => check('alice', `${guess}`));
    expect(tried.slice(10)).toEqual([{ retryAfter: 10 }, { retryAfter: 10 }]);
    expect(check('alice', 'other', '10.0.0.2')).toBeInstanceOf(Promise);
    time.advance(10);
    expect(check('alice', '13')).toBeInstanceOf(Promise);
    expect(check('alice', '14')).toEqual({ retryAfter: 10 });
  });

  test('right ones are no attempts', async () => {
    const { check, work } = setUp();
    for (let user = 0; user < 15; user += 1) {
      const login = check(`user${user}`, 'secret');
      await work();
      expect(await login).toBe('right');
    }
  });

  test('when many wait, the address with the most attempts left goes first, and one with fewer leaves the queue for it', async () => {
    const { compared, check, work } = setUp();
    const crowd = Array.from({ length: 20 }, (_, guess) =>
      check('alice', `g${guess}`, `10.0.0.${guess % 2}`),
    );
    const late = check('alice', 'secret', '10.9.9.9');
    expect(late).toBeInstanceOf(Promise);
    await work();
    expect(await late).toBe('right');
    expect(compared.findIndex(({ password }) => password === 'secret')).toBeLessThan(3);
    const ends = await Promise.all(crowd);
    expect(ends.filter((end) => end === 'wrong')).toHaveLength(12);
    expect(ends.filter((end) => typeof end === 'object')).toHaveLength(8);
  });

  test('who has gone is not looked for', async () => {
    const { compared, check, work } = setUp();
    void check('alice', 'first');
    const login = check('alice', 'second', '10.0.0.1', () => true);
    await work();
    expect(await login).toEqual({ retryAfter: 1 });
    expect(compared).toHaveLength(1);
  });

  test('what can not be compared is told, and is no attempt', async () => {
    const { check, work } = setUp();
    for (let round = 0; round < 12; round += 1) {
      const login = Promise.resolve(check('alice', 'broken'));
      const failed = expect(login).rejects.toThrow('no thread');
      await work();
      await failed;
    }
  });
});
