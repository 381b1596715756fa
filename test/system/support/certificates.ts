import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { needsProgram } from '../../support/left-out.ts';

/** What a certificate is to say. */
export interface CertificateOptions {
  /** Whose signature it has, by its name; its own when there is none. */
  readonly by?: string;
  /** From now; one that has ended has a negative number. */
  readonly days?: number;
  /** Subject alternative names. */
  readonly names?: string;
  /** The key, in openssl's words. */
  readonly kind?: string;
}

/** Runs openssl there; the test is left out where it is missing. */
const openssl = async (directory: string, ...args: readonly string[]): Promise<void> => {
  needsProgram('openssl');
  await promisify(execFile)('openssl', args, { cwd: directory });
};

/** Makes `<name>.key` and `<name>.crt` in the directory. */
export async function makeCertificate(
  directory: string,
  name: string,
  { by, days = 2, names = 'IP:127.0.0.1,DNS:localhost', kind = 'ec' }: CertificateOptions = {},
): Promise<void> {
  const curve = kind === 'ec' ? ['-pkeyopt', 'ec_paramgen_curve:P-256'] : [];
  const key = ['-newkey', kind, ...curve, '-nodes', '-keyout', `${name}.key`];
  const subject = ['-subj', `/CN=${name}`];
  await openssl(directory, 'req', ...key, ...subject, '-out', `${name}.csr`);
  const authority = by === undefined ? 'basicConstraints=CA:TRUE\n' : '';
  await writeFile(path.join(directory, 'extensions'), `subjectAltName=${names}\n${authority}`);
  const signer = by === undefined ? ['-signkey', `${name}.key`] : ['-CA', `${by}.crt`, '-CAkey', `${by}.key`];
  const signed = ['-req', '-in', `${name}.csr`, ...signer, '-CAcreateserial', '-days', `${days}`];
  await openssl(directory, 'x509', ...signed, '-extfile', 'extensions', '-out', `${name}.crt`);
}
