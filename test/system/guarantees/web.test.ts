import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { vi } from 'vitest';
import { makeCertificate } from '../support/certificates.ts';
import type { World } from '../support/test.ts';
import { type Answers, Rig } from './support/http/rig.ts';
import { promise, type Tool } from './support/promise.ts';

// As in http.test.ts.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 1 });

/** Of `secret`, at the cost that the documentation of Prometheus proposes. */
const hash = '$2b$10$PXaOPBtnNd27Ic2DHD7gOOaRG3AXpjKcsxTr.gqi25eEQBKlAIhEe';

async function rigWith(tool: Tool, world: World, users: string): Promise<Rig> {
  const { directory } = world;
  await makeCertificate(directory, 'server', { kind: 'rsa:4096' });
  const config = 'tls_server_config: {cert_file: server.crt, key_file: server.key}\n';
  await writeFile(path.join(directory, 'web.yml'), config + users);
  const rig = new Rig(tool, world, 160, ['--web-config', 'web.yml'], 'rig:secret');
  await rig.ready();
  return rig;
}

const only = (status: string, count: number) => (answers: Answers) =>
  answers[status] === count && Object.keys(answers).length === 1;

promise('web-passwords', async (tool, world) => {
  const rig = await rigWith(tool, world, `basic_auth_users: {rig: ${hash}}\n`);
  // Of so many at once most are not even looked at; some are.
  await rig.withstands(
    'logins',
    ({ 401: wrong = 0, 429: tooMany = 0 }) => wrong + tooMany === 200 && wrong > 20,
  );
});

promise('web-connections', async (tool, world) => {
  const rig = await rigWith(tool, world, '');
  await rig.withstands('short burst', only('200', 300));
  await rig.withstands('silent', only('200', 10));
  await rig.withstands('unread', only('200', 10));
  await rig.withstands('noise', only('none', 500));
});
