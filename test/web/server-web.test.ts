import { describe, expect, test } from 'vitest';
import type { WebAccess } from '../../src/web/config/load.ts';
import { ask } from '../system/support/http.ts';
import { start } from './started.ts';

const hash = `$2b$10$${'a'.repeat(53)}`;
const closed: WebAccess = {
  tls: null,
  headers: { 'x-frame-options': 'deny', 'content-security-policy': "default-src 'self'" },
  users: new Map([['alice', hash]]),
  rateLimit: null,
  empty: false,
};
const login = (password: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`alice:${password}`).toString('base64')}` },
});

describe('a server with a web configuration', () => {
  test('asks for a password, whatever is asked for and however', async () => {
    const compare = async (password: string) => password === 'secret';
    const { address } = await start({ access: () => closed, compare });
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'POST'])
      for (const what of ['/', '/metrics', '/health', '/nothing'])
        expect((await ask(address + what, { method })).status, `${method} ${what}`).toBe(401);
    expect((await ask(`${address}/metrics`, login('wrong'))).status).toBe(401);
    expect((await ask(`${address}/metrics`, login('secret'))).status).toBe(200);
  });

  test('sends the headers with every answer, in place of its own', async () => {
    const { address } = await start({ access: () => closed, compare: async () => true });
    for (const options of [{}, login('secret')]) {
      const { headers } = await fetch(`${address}/`, options);
      expect(headers.get('x-frame-options')).toBe('deny');
      expect(headers.get('content-security-policy')).toBe("default-src 'self'");
    }
  });

  test('lets nobody in while passwords can not be compared, and says so', async () => {
    let broken = true;
    const compare = async () => {
      if (broken) throw new Error('no bcrypt');
      return true;
    };
    let recovered = 0;
    const { address, problems } = await start({
      access: () => closed,
      compare,
      onRecovered: () => {
        recovered += 1;
      },
    });
    expect(await ask(`${address}/metrics`, login('secret'))).toMatchObject({
      status: 500,
      body: 'internal error\n',
    });
    expect(problems).toEqual(["passwords can't be checked: no bcrypt"]);
    broken = false;
    expect((await ask(`${address}/metrics`, login('secret'))).status).toBe(200);
    expect(recovered).toBe(1);
  });

  test('does without what has changed since', async () => {
    let access = closed;
    const { address } = await start({ access: () => access, compare: async () => true });
    expect((await ask(`${address}/metrics`, login('secret'))).status).toBe(200);
    access = { ...closed, users: new Map([['bob', hash]]) };
    expect((await ask(`${address}/metrics`, login('secret'))).status).toBe(401);
  });
});
