import { describe, expect, test } from 'vitest';
import { asksForHtml } from '../../src/web/accept.ts';

describe('these ask for a page', () => {
  test.each([
    ['Firefox', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
    [
      'Chrome',
      'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
    ],
    ['lynx', 'text/html, text/plain, text/sgml, text/css, */*;q=0.01'],
    ['a page alone', 'text/html'],
    ['capitals', 'Text/HTML'],
    ['a parameter', 'text/html;charset=utf-8'],
    ['a low wish, but no other', 'text/html;q=0.1'],
  ])('%s', (_, accept) => {
    expect(asksForHtml(accept)).toBe(true);
  });
});

describe('these ask for metrics', () => {
  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['curl', '*/*'],
    [
      'Prometheus 2',
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    ],
    [
      'Prometheus 3',
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    ],
    ['any text', 'text/*'],
    ['anything but a page', 'text/html;q=0, */*'],
    ['anything rather than a page', 'text/html;q=0.5, */*;q=0.9'],
    ['plain text rather than a page', 'text/html;q=0.5, text/plain;q=0.6'],
    ['a type that only begins like it', 'text/html-sandboxed'],
    ['a wish that is no number', 'text/html;q=often'],
    ['nonsense', ';;,,=q'],
  ])('%s', (_, accept) => {
    expect(asksForHtml(accept)).toBe(false);
  });
});
