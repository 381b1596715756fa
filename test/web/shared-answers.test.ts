import { expect, test } from 'vitest';
import { type Answer, type Ask, problem } from '../../src/web/routes.ts';
import { SharedAnswers } from '../../src/web/shared-answers.ts';

function get(url: string, changes: Partial<Ask> = {}): Ask {
  return { method: 'GET', url, accept: undefined, hasBody: false, ...changes };
}

/** Askers by name, what they got, and the turns that a test lets come. */
function aDesk(make: (made: number, ask: Ask) => Answer = (made, { url }) => problem(200, `${url} ${made}`)) {
  const waiting: (() => void | Promise<void>)[] = [];
  const got: string[] = [];
  const gone = new Set<string>();
  let made = 0;
  const answers = new SharedAnswers({ add: (piece) => waiting.push(piece) }, async (ask) => {
    made += 1;
    return make(made, ask);
  });
  return {
    got,
    gone,
    made: () => made,
    ask: (name: string, ask: Ask) =>
      answers.ask(ask, {
        gone: () => gone.has(name),
        send: ({ bytes }) => got.push(`${name}: ${bytes.toString().trim()}`),
        fail: () => got.push(`${name}: nothing`),
      }),
    turn: async () => waiting.shift()?.(),
    async turns() {
      for (let turns = 0; waiting.length > 0 && turns < 100; turns += 1) await waiting.shift()?.();
    },
  };
}

test('all who wait for the same get the same, each in a turn of his own', async () => {
  const { ask, turn, got } = aDesk();
  ask('a', get('/metrics'));
  ask('b', get('/metrics?x', { method: 'HEAD' }));
  await turn();
  expect(got).toEqual([]);
  await turn();
  expect(got).toEqual(['a: /metrics 1']);
  await turn();
  expect(got).toEqual(['a: /metrics 1', 'b: /metrics 1']);
});

test('who asks once it is made gets a newer one', async () => {
  const { ask, turn, turns, got } = aDesk();
  ask('a', get('/metrics'));
  await turn();
  ask('b', get('/metrics'));
  await turns();
  expect(got).toEqual(['a: /metrics 1', 'b: /metrics 2']);
});

test.each([
  ['another path', get('/health')],
  ['a page for a browser', get('/', { accept: 'text/html' })],
  ['a body', get('/', { hasBody: true })],
  ['another method', get('/', { method: 'POST' })],
])('%s is another answer', async (_, other) => {
  const { ask, turns, made } = aDesk();
  ask('a', get('/'));
  ask('b', other);
  await turns();
  expect(made()).toBe(2);
});

test('nothing is made for those who are gone, and nothing sent', async () => {
  const { ask, gone, turn, turns, made, got } = aDesk();
  ask('a', get('/metrics'));
  gone.add('a');
  await turns();
  expect(made()).toBe(0);
  ask('b', get('/metrics'));
  await turn();
  gone.add('b');
  await turns();
  expect(got).toEqual([]);
});

test('when making it fails nobody gets any, and the next is made as ever', async () => {
  const { ask, turns, got } = aDesk((made) => {
    if (made === 1) throw new Error('no page today');
    return problem(200, 'page');
  });
  ask('a', get('/'));
  ask('b', get('/'));
  await turns();
  ask('c', get('/'));
  await turns();
  expect(got).toEqual(['a: nothing', 'b: nothing', 'c: page']);
});
