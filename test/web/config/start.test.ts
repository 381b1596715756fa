import { describe, expect, test } from 'vitest';
import type { LoadedWebConfig } from '../../../src/web/config/load.ts';
import { whyNotToStart } from '../../../src/web/config/start.ts';

const files = { files: ['web.yml'], state: '' };

function access(empty: boolean): LoadedWebConfig {
  return {
    ...files,
    type: 'access',
    access: { tls: null, headers: {}, users: new Map(), rateLimit: null, empty },
  };
}

describe('a start with a web configuration', () => {
  test('may be, when the file says something', () => {
    expect(whyNotToStart(access(false), 'web.yml', '--web-config')).toEqual([]);
  });

  test('is refused when the file says nothing', () => {
    expect(whyNotToStart(access(true), 'web.yml', '--web-config')).toEqual([
      'web.yml: says nothing; give it basic_auth_users or tls_server_config, or start without it',
    ]);
  });

  test('names the option where the file itself is wrong, and else the line', () => {
    const problems = [
      { line: null, message: 'a directory, not a file' },
      { line: 2, message: 'tls: no such key' },
    ];
    expect(whyNotToStart({ ...files, type: 'problems', problems }, 'web.yml', '--web-config')).toEqual([
      '--web-config web.yml: a directory, not a file',
      'web.yml:2: tls: no such key',
    ]);
  });
});
