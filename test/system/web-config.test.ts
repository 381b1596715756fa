import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { makeCertificate } from './support/certificates.ts';
import type { Program } from './support/program.ts';
import { test, type World } from './support/test.ts';
import { until } from './support/until.ts';

/** Of `secret` and of `other`, at the least cost that there is. */
const hashes = {
  secret: '$2b$04$y0KNijH3SZll2OqSc5kz5OuMuQb9IQPARK8lAalv4qNDKjCsRvhqW',
  other: '$2b$04$o3w/Q6IIVR1Vs3ptIK4BvOIVu9bwqK/UJ7BckHj5XGBGCZFLTQFE2',
};
const paths = ['/', '/metrics', '/health', '/api/cards', '/nothing'];
const tls = 'tls_server_config: {cert_file: server.crt, key_file: server.key}\n';

/** The program with a web configuration, and curl to ask it. */
class Served {
  readonly #directory: string;
  readonly program: Program;
  readonly address: string;

  private constructor(directory: string, program: Program, address: string) {
    this.#directory = directory;
    this.program = program;
    this.address = address;
  }

  static async with(world: Pick<World, 'directory' | 'fpgaTee'>, config: string): Promise<Served> {
    await writeFile(path.join(world.directory, 'web.yml'), config);
    const program = world.fpgaTee(['--web-config', 'web.yml', '--host', '127.0.0.1', '--port', '0']);
    return new Served(world.directory, program, await program.address());
  }

  /** The status that curl sees, or how it ended without one. */
  async curl(what: string, ...options: readonly string[]): Promise<string> {
    const { code, out, errors } = await this.ask(what, ...options, '-o', '/dev/null', '-w', '%{http_code}');
    return code === 0 ? out : `curl ends with ${code}: ${errors}`;
  }

  ask(what: string, ...options: readonly string[]): Promise<{ code: unknown; out: string; errors: string }> {
    const args = ['-sS', '--max-time', '20', ...options, what.startsWith('/') ? this.address + what : what];
    return new Promise((resolve) => {
      execFile('curl', args, { cwd: this.#directory }, (error, out, errors) =>
        resolve({ code: error === null ? 0 : error.code, out, errors }),
      );
    });
  }

  /** Another configuration, put in place of the old one in one step. */
  async reconfigure(config: string): Promise<void> {
    const file = path.join(this.#directory, 'web.yml');
    await writeFile(`${file}.new`, config);
    await rename(`${file}.new`, file);
  }
}

const trusted = ['--cacert', 'server.crt'];

describe.concurrent('passwords', () => {
  const config = `basic_auth_users:\n  alice: ${hashes.secret}\n  bob: ${hashes.other}\n`;

  test('everything needs one, whatever is asked for', async ({ directory, fpgaTee }) => {
    const served = await Served.with({ directory, fpgaTee }, config);
    for (const what of paths) expect(await served.curl(what), what).toBe('401');
    expect(await served.curl('/metrics', '-u', 'alice:secret')).toBe('200');
    expect(await served.curl('/metrics', '-u', 'bob:other')).toBe('200');
    expect(await served.curl('/nothing', '-u', 'bob:other')).toBe('404');
    const { out } = await served.ask('/', '-i');
    expect(out).toMatch(/^HTTP\/1\.1 401 .*^www-authenticate: Basic realm="fpga-tee"/ims);
    expect(out.split('\r\n\r\n')[1]).toBe('a user name and a password are needed\n');
  });

  test('what is wrong, of another user, of nobody or no password at all is refused', async ({
    directory,
    fpgaTee,
  }) => {
    const served = await Served.with({ directory, fpgaTee }, config);
    for (const login of ['alice:wrong', 'alice:other', 'alice:', ':', 'mallory:secret', ':secret'])
      expect(await served.curl('/metrics', '-u', login), login).toBe('401');
    for (const header of ['Basic', 'Basic !', 'Basic YWxpY2U=', 'Bearer secret', 'Basic Og=='])
      expect(await served.curl('/metrics', '-H', `Authorization: ${header}`), header).toBe('401');
  });

  test('who guesses has to wait, and the others are let in at once', async ({ directory, fpgaTee }) => {
    const served = await Served.with({ directory, fpgaTee }, config);
    expect(await served.curl('/metrics', '-u', 'alice:secret')).toBe('200');
    const guesses: string[] = [];
    for (let guess = 0; guess < 14; guess += 1)
      guesses.push(await served.curl('/metrics', '-u', `alice:guess${guess}`));
    expect(guesses.slice(0, 10)).toEqual(Array(10).fill('401'));
    expect(guesses.at(-1)).toBe('429');
    expect((await served.ask('/metrics', '-i', '-u', 'alice:again')).out).toMatch(/^retry-after: \d+\r$/im);
    expect(await served.curl('/metrics', '-u', 'alice:secret')).toBe('200');
    // Loopback has more addresses than one.
    expect(await served.curl('/metrics', '-u', 'bob:other', '--interface', '127.0.0.2')).toBe('200');
  });

  test('a user who is removed while it runs is refused, a new one let in', async ({ directory, fpgaTee }) => {
    const served = await Served.with({ directory, fpgaTee }, config);
    expect(await served.curl('/metrics', '-u', 'bob:other')).toBe('200');
    await served.reconfigure(`basic_auth_users:\n  alice: ${hashes.secret}\n  carol: ${hashes.other}\n`);
    await until(async () => (await served.curl('/metrics', '-u', 'bob:other')) === '401');
    expect(await served.curl('/metrics', '-u', 'carol:other')).toBe('200');
    expect(served.program.stderr).not.toContain('web.yml');
  });

  test('a file that has become wrong changes nothing, and is told until it is right again', async ({
    directory,
    fpgaTee,
  }) => {
    const served = await Served.with({ directory, fpgaTee }, config);
    await served.reconfigure(`basic_auth_users:\n  alice: ${hashes.secret}\n  bob: secret\n`);
    await until(() => served.program.stderr.includes('web.yml:3: basic_auth_users.bob: no bcrypt hash'));
    expect(await served.curl('/metrics', '-u', 'bob:other')).toBe('200');
    const warnings = async (): Promise<string[]> => {
      const { out } = await served.ask('/api/cards', '-u', 'alice:secret');
      return JSON.parse(out).tee.warnings;
    };
    expect(await warnings()).toEqual([expect.stringContaining('web.yml:3: basic_auth_users.bob')]);
    await served.reconfigure('');
    await until(() => served.program.stderr.includes('web.yml: it says nothing any more'));
    expect(await served.curl('/metrics')).toBe('401');
    await served.reconfigure(config);
    await until(async () => (await warnings()).length === 0);
  });
});

describe.concurrent('TLS', () => {
  test('serves pages to who trusts the certificate, and tells who forgets the s', async ({
    directory,
    fpgaTee,
  }) => {
    await makeCertificate(directory, 'server');
    const served = await Served.with({ directory, fpgaTee }, tls);
    expect(served.address).toMatch(/^https:/);
    expect(await served.curl('/metrics', ...trusted)).toBe('200');
    expect(await served.curl('/metrics', ...trusted, '--tls-max', '1.2')).toBe('200');
    expect(await served.curl('/metrics')).toMatch(/^curl ends with 60: .*self-signed/);
    const plain = await served.ask(served.address.replace('https', 'http'), '-w', '%{http_code}');
    expect(plain.out).toBe('this is HTTPS; the address begins with https://\n400');
  });

  test('TLS 1.1 is refused unless it is asked for', async ({ directory, fpgaTee }) => {
    await makeCertificate(directory, 'server');
    const old = ['--tls-max', '1.1', '--ciphers', 'DEFAULT@SECLEVEL=0', ...trusted];
    const served = await Served.with({ directory, fpgaTee }, tls);
    expect(await served.curl('/metrics', ...old)).toMatch(/^curl ends with 35: .*protocol version/);
    await served.reconfigure(tls.replace('}', ', min_version: TLS10}'));
    await until(async () => (await served.curl('/metrics', ...old)) === '200');
  });

  test('only the cipher suites and curves of the file are spoken', async ({ directory, fpgaTee }) => {
    await makeCertificate(directory, 'server');
    const suites =
      'cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384], curve_preferences: [CurveP384], max_version: TLS12';
    const served = await Served.with({ directory, fpgaTee }, tls.replace('}', `, ${suites}}`));
    const with12 = (cipher: string) => [...trusted, '--tls-max', '1.2', '--ciphers', cipher];
    expect(await served.curl('/metrics', ...with12('ECDHE-ECDSA-AES256-GCM-SHA384'))).toBe('200');
    expect(await served.curl('/metrics', ...with12('ECDHE-ECDSA-AES128-GCM-SHA256'))).toContain('with 35:');
    expect(await served.curl('/metrics', ...trusted, '--curves', 'X25519')).toContain('with 35:');
    expect(await served.curl('/metrics', ...trusted, '--tlsv1.3')).toContain('with 35:');
  });

  test('a certificate that is replaced while it runs goes with the next connection', async ({
    directory,
    fpgaTee,
  }) => {
    await makeCertificate(directory, 'server');
    await makeCertificate(directory, 'next');
    const served = await Served.with({ directory, fpgaTee }, tls);
    expect(await served.curl('/metrics', ...trusted)).toBe('200');
    // First the certificate, a while later its key: in between they don't go together.
    await rename(path.join(directory, 'next.crt'), path.join(directory, 'server.crt'));
    await until(() =>
      served.program.stderr.includes('web.yml:1: tls_server_config.key_file: this key is not'),
    );
    expect(await served.curl('/metrics', '-k')).toBe('200');
    await rename(path.join(directory, 'next.key'), path.join(directory, 'server.key'));
    await until(async () => (await served.curl('/metrics', ...trusted)) === '200');
    const { out } = await served.ask('/api/cards', ...trusted);
    expect(JSON.parse(out).tee.warnings).toEqual([]);
  });

  test('a certificate that has ended is told, and refused by curl', async ({ directory, fpgaTee }) => {
    await makeCertificate(directory, 'server', { days: -1 });
    const served = await Served.with({ directory, fpgaTee }, tls);
    expect(await served.curl('/metrics', ...trusted)).toMatch(/^curl ends with 60: .*expired/);
    expect(served.program.stderr).toContain(
      'web.yml:1: tls_server_config.cert_file: the certificate has ended on',
    );
  });

  test('client certificates: required, verified, by name', async ({ directory, fpgaTee }) => {
    await makeCertificate(directory, 'server');
    await makeCertificate(directory, 'ours');
    await makeCertificate(directory, 'theirs');
    await makeCertificate(directory, 'good', { by: 'ours', names: 'DNS:prometheus' });
    await makeCertificate(directory, 'other', { by: 'ours', names: 'DNS:other' });
    await makeCertificate(directory, 'expired', { by: 'ours', names: 'DNS:prometheus', days: -1 });
    await makeCertificate(directory, 'stranger', { by: 'theirs', names: 'DNS:prometheus' });
    const config = (more: string) => tls.replace('}', `, ${more}}`);
    const required =
      'client_ca_file: ours.crt, client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: [prometheus]';
    const served = await Served.with({ directory, fpgaTee }, config(required));
    const as = (name: string | null, version = '1.3') => {
      const own = name === null ? [] : ['--cert', `${name}.crt`, '--key', `${name}.key`];
      return served.curl('/metrics', ...trusted, ...own, '--tls-max', version);
    };
    for (const version of ['1.2', '1.3']) {
      expect(await as('good', version)).toBe('200');
      for (const name of [null, 'other', 'expired', 'stranger'])
        expect(await as(name, version), `${name} with TLS ${version}`).toMatch(
          /^curl ends with (?:35|52|55|56): /,
        );
    }
    await served.reconfigure(config('client_ca_file: ours.crt, client_auth_type: VerifyClientCertIfGiven'));
    await until(async () => (await as(null)) === '200');
    expect([await as('other'), (await as('stranger')).slice(0, 9)]).toEqual(['200', 'curl ends']);
    await served.reconfigure(config('client_auth_type: RequireAnyClientCert'));
    await until(async () => (await as('stranger')) === '200');
    expect(await as(null)).toContain('curl ends');
  });

  test('who connects and says nothing, or no TLS, is let go in ten seconds', async ({
    directory,
    fpgaTee,
  }) => {
    await makeCertificate(directory, 'server');
    const served = await Served.with({ directory, fpgaTee }, tls);
    const port = Number(new URL(served.address).port);
    const ends = ['', '\x16\x03\x01\x02\x00', 'garbage\r\n\r\n', '\x00\xff'].map(
      (bytes) =>
        new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
          socket.on('error', () => {}).on('close', () => resolve());
          socket.resume();
        }),
    );
    await Promise.all(ends);
    expect(await served.curl('/metrics', ...trusted)).toBe('200');
  });

  test('with passwords and headers', async ({ directory, fpgaTee }) => {
    await makeCertificate(directory, 'server');
    const headers =
      'http_server_config: {headers: {X-Frame-Options: deny, Strict-Transport-Security: max-age=1}}\n';
    const served = await Served.with(
      { directory, fpgaTee },
      `${tls}${headers}basic_auth_users: {alice: ${hashes.secret}}\n`,
    );
    const { out } = await served.ask('/health', ...trusted, '-i');
    expect(out).toMatch(/^HTTP\/1\.1 401/);
    expect(out).toMatch(/^x-frame-options: deny\r$/im);
    expect(out).toMatch(/^strict-transport-security: max-age=1\r$/im);
    expect(await served.curl('/metrics', ...trusted, '-u', 'alice:secret')).toBe('200');
  });
});

test('nothing that the miner says of its pool and wallet is on any page', async ({ directory, fpgaTee }) => {
  const secrets = ['pool.example', '0x00000000000000000000000000000000000000AA', 'NQ07AAAA', 'hunter2'];
  const said = secrets.map(
    (secret) => `[INFO] connected to wss://${secret}:2053 as ${secret}, password ${secret}\n`,
  );
  const served = await Served.with(
    { directory, fpgaTee },
    'http_server_config: {headers: {X-Frame-Options: deny}}\n',
  );
  await served.program.stdin.write(
    `./miner -o ${secrets.join(' -u ')}\n${said.join('')}[40020000013AE3213511111C] Hash: 1.500GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: 1/1 Shares: 0/0\n[${secrets[1]}] Hash: ${secrets[0]}`,
  );
  await until(async () => (await served.ask('/metrics')).out.includes('fpga_card_up{'));
  for (const what of paths) {
    const { out } = await served.ask(what, '-H', what === '/' ? 'Accept: text/html' : 'Accept: */*');
    for (const secret of secrets) expect(out, what).not.toContain(secret);
  }
});

test('hash-password makes a hash of what is typed, and does not show it', async ({ terminal }) => {
  const typed = terminal('fpga-tee hash-password > hash; echo ended with $?');
  await typed.shows('Password:');
  typed.type('secret\r');
  await typed.shows('Once more:');
  typed.type('secret\r');
  await typed.shows('ended with 0');
  expect(typed.wire.toString()).not.toContain('secret');
});

test('a file with headers only is served with, and it is said that it guards nothing', async ({
  directory,
  fpgaTee,
}) => {
  const served = await Served.with(
    { directory, fpgaTee },
    'http_server_config: {headers: {X-Frame-Options: deny}}\n',
  );
  expect(await served.curl('/metrics')).toBe('200');
  expect(served.program.stderr).toContain('fpga-tee: web.yml: guards nothing: ');
  const { out } = await served.ask('/api/cards');
  expect(JSON.parse(out).tee.warnings).toEqual([expect.stringContaining('web.yml: guards nothing')]);
});

describe('what is wrong at the start', () => {
  test.for([
    [
      'basic_auth_users:\n  bob: hunter2\n',
      /^fpga-tee: web\.yml:2: basic_auth_users\.bob: no bcrypt hash; [^\n]+\n$/,
    ],
    [
      'tls_server_config:\n  cert_file: no.crt\n  key_file: no.key\n',
      /^fpga-tee: web\.yml:2: tls_server_config\.cert_file: \S+\/no\.crt: no such file; [^\n]+\n/,
    ],
    ['tls:\n', /^fpga-tee: web\.yml:1: tls: no such key; did you mean [^\n]+\n$/],
    ['a: [\n', /^fpga-tee: web\.yml:\d: [^\n]+\n/],
    ['', /^fpga-tee: web\.yml: says nothing; [^\n]+\n$/],
    ['# basic_auth_users: later\n', /^fpga-tee: web\.yml: says nothing; [^\n]+\n$/],
    ['tls_server_config:\nbasic_auth_users:\n', /^fpga-tee: web\.yml: says nothing; [^\n]+\n$/],
  ] as const)('%j', async ([config, says], { directory, fpgaTee }) => {
    await writeFile(path.join(directory, 'web.yml'), config);
    const program = fpgaTee(['--web-config', 'web.yml', '--port', '0']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(says);
    expect(program.stderr).not.toContain('hunter2');
  });

  test('no file', async ({ fpgaTee }) => {
    const program = fpgaTee(['--web-config', 'none.yml']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toBe('fpga-tee: --web-config none.yml: no such file; give one that is there\n');
  });
});
