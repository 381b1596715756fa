/**
 * Keeps the page new without loading it: asks for it again and puts its newest content in place of the old one. What it
 * shows is made by the server alone, with and without it.
 */
export const pageScript = `'use strict';
const every = 3000;
const lost = document.querySelector('#lost');
let answeredAt = Date.now();

async function renew() {
  const answer = await fetch(location.pathname + location.search, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(10000),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = next.querySelector('main');
  if (main === null) throw new Error('no page');
  answeredAt = Date.now();
  lost.hidden = true;
  document.title = next.title;
  const icon = document.querySelector('link[rel=icon]');
  const href = next.querySelector('link[rel=icon]').getAttribute('href');
  if (icon.getAttribute('href') !== href) icon.setAttribute('href', href);
  // Who is about to copy something must not lose it.
  if (getSelection().isCollapsed) document.querySelector('main').replaceWith(document.adoptNode(main));
}

async function again() {
  if (!document.hidden) {
    try {
      await renew();
    } catch {
      lost.textContent = 'no answer for ' + Math.round((Date.now() - answeredAt) / 1000) + ' s; these are the last values';
      lost.hidden = false;
    }
  }
  setTimeout(again, every);
}

setTimeout(again, every);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) renew().catch(() => {});
});
`;
