import { isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from './certificates.ts';

type Policy = Pick<TlsSettings, 'clientAuth' | 'allowedNames'>;

/** What Node is to ask of a client in the handshake. */
export function requested({ clientAuth }: Policy): {
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
} {
  return {
    requestCert: clientAuth !== 'NoClientCert',
    rejectUnauthorized: clientAuth === 'RequireAndVerifyClientCert',
  };
}

/** Whether a client may stay, by the certificate that it has given or not. */
export function isAccepted(
  socket: Pick<TLSSocket, 'authorized' | 'getPeerX509Certificate'>,
  { clientAuth, allowedNames }: Policy,
): boolean {
  if (clientAuth === 'NoClientCert') return true;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined)
    return clientAuth === 'RequestClientCert' || clientAuth === 'VerifyClientCertIfGiven';
  const verified = clientAuth === 'VerifyClientCertIfGiven' || clientAuth === 'RequireAndVerifyClientCert';
  if (verified && !socket.authorized) return false;
  if (allowedNames === null) return true;
  const names = namesOf(certificate.subjectAltName);
  return allowedNames.some((allowed) => names.includes(canonical(allowed)));
}

/** The subject alternative names in Node's words: `DNS:a, IP Address:1.2.3.4`, in JSON's quotes where one needs them. */
export function namesOf(text: string | undefined): readonly string[] {
  const parts = (text ?? '').matchAll(
    /(?:^|, )(?:DNS|IP Address|email|URI):(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<plain>[^,"]*))(?=, |$)/g,
  );
  return [...parts].map(({ groups }) =>
    canonical(
      groups?.['quoted'] === undefined ? (groups?.['plain'] ?? '') : String(JSON.parse(groups['quoted'])),
    ),
  );
}

/** IPv6 addresses are written in many ways. */
function canonical(name: string): string {
  return isIPv6(name) ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name;
}
