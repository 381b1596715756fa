import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isAccepted, namesOf, requested } from '../../../src/web/config/client-certificate.ts';
import { type ClientAuth, clientAuthTypes } from '../../../src/web/config/web-config.ts';

// Self-signed, with the names DNS:rig, IP:::1, email:a@b.c, URI:spiffe://rig/x. Ends in 2126.
const pem = `-----BEGIN CERTIFICATE-----
MIIBrTCCAVSgAwIBAgIUIuNa5NGflXKG34o1aCrsUT9k7oUwCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDcmlnMCAXDTI2MTEyMjE5MzY1NFoYDzIxMjYxMDI5MTkzNjU0
WjAOMQwwCgYDVQQDDANyaWcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASOQ279
7UZgS35/tGHeHiBUB5Ye/DBH4jAus3lx4+il3358P6fI271YtJIg+xjyTw0hUCZP
MhZeIKT99VHaHAxJo4GNMIGKMB0GA1UdDgQWBBQuqWB7zpAttWVbcy76uGPEI4TY
xTAfBgNVHSMEGDAWgBQuqWB7zpAttWVbcy76uGPEI4TYxTAPBgNVHRMBAf8EBTAD
AQH/MDcGA1UdEQQwMC6CA3JpZ4cQAAAAAAAAAAAAAAAAAAAAAYEFYUBiLmOGDnNw
aWZmZTovL3JpZy94MAoGCCqGSM49BAMCA0cAMEQCIEpRXvaOkKe6X5SdaVfTkuDQ
EOKX5ZGf5CwdMcDOl4v5AiBFQikOfByLvGMql3KwElblIILxxOvoXxjoJW6kgvz2
zA==
-----END CERTIFICATE-----
`;

describe('which certificate lets a client in', () => {
  const certificate = new X509Certificate(pem);
  const outcome = (clientAuth: ClientAuth, given: boolean, authorized: boolean) =>
    isAccepted(
      { authorized, getPeerX509Certificate: () => (given ? certificate : undefined) },
      { clientAuth, allowedNames: null },
    );

  test.each([
    ['NoClientCert', true, true, true],
    ['RequestClientCert', true, true, true],
    ['RequireAnyClientCert', false, true, true],
    ['VerifyClientCertIfGiven', true, false, true],
    ['RequireAndVerifyClientCert', false, false, true],
  ] as const)('%s: none %s, a stranger %s, a verified one %s', (type, none, stranger, verified) => {
    expect([outcome(type, false, false), outcome(type, true, false), outcome(type, true, true)]).toEqual([
      none,
      stranger,
      verified,
    ]);
  });

  test('is asked for only where it matters', () => {
    const asked = clientAuthTypes.filter(
      (clientAuth) => requested({ clientAuth, allowedNames: null }).requestCert,
    );
    expect(asked).toEqual(clientAuthTypes.slice(1));
  });

  test.each([
    [['rig'], true],
    [['::1'], true],
    [['0:0:0:0:0:0:0:1'], true],
    [['a@b.c'], true],
    [['other', 'spiffe://rig/x'], true],
    [['other', 'RIG', 'b.c', ''], false],
    [[], false],
  ])('names %j: %s', (allowedNames, welcome) => {
    const socket = { authorized: true, getPeerX509Certificate: () => certificate };
    expect(isAccepted(socket, { clientAuth: 'RequireAndVerifyClientCert', allowedNames })).toBe(welcome);
  });
});

test('a name that looks like several is one', () => {
  expect(namesOf('DNS:a, DNS:"b, DNS:c", URI:http://x')).toEqual(['a', 'b, DNS:c', 'http://x']);
  expect(namesOf(undefined)).toEqual([]);
});
