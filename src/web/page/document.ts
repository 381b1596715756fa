import { hashrate, plural } from '../../readings/format.ts';
import { alertKinds } from '../../rig/alert.ts';
import { combined, likeCards } from '../../rig/like-cards.ts';
import type { Snapshot } from '../../rig/snapshot.ts';
import { type CardHistory, spans, spanWords } from '../history.ts';
import { escapeHtml } from './html.ts';
import { style } from './style.ts';

/** What a page is made of besides the snapshot. */
export interface PageParts {
  /** The machine's name. */
  readonly host: string;
  /** Seconds that the graphs show. */
  readonly span: number;
  readonly history: readonly CardHistory[];
}

/**
 * A whole page. Without script it is loaded anew every five seconds.
 *
 * @param up how its links get to the page of all cards: `''` or `../`
 */
export function documentOf(title: string, heading: string, main: string, up: string, alarm: boolean): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<noscript><meta http-equiv="refresh" content="5"></noscript>
<title>${escapeHtml(title)}</title>
<link rel="icon" type="image/svg+xml" href="${up}${alarm ? 'icon-red.svg' : 'icon.svg'}">
<link rel="manifest" crossorigin="use-credentials" href="${up}manifest.webmanifest">
<style>${style}</style>
<script defer src="${up}page.js"></script>
</head>
<body>
<h1>${heading}</h1>
<p id="lost" class="bad" hidden></p>
<main>
${main}</main>
</body>
</html>
`;
}

/** How many cards and miners are in which trouble, the worst first: `1 hot · 2 silent`. */
export function troubleWords({ rig, alerts }: Pick<Snapshot, 'rig' | 'alerts'>): readonly string[] {
  const silent = rig.cards.filter(({ up }) => !up).length;
  return alertKinds.flatMap((kind) => {
    const count = kind === 'silent' ? silent : alerts.filter((alert) => alert.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
}

/** All of it in a title: `rig1 13.90 GH/s · 1 silent`. */
export function titleOf(snapshot: Snapshot, host: string): string {
  const { rig } = snapshot;
  const rates = likeCards(rig).map(({ cards }) =>
    combined(
      'hashrate',
      cards.filter(({ up }) => up),
    ),
  );
  const known = rates.filter((rate) => rate !== null).map((rate) => hashrate(rate));
  const made = known.length === 0 ? plural(rig.cards.length, 'card') : known.join(' + ');
  return [`${host} ${made}`, ...troubleWords(snapshot)].join(' · ');
}

/** The times to choose from. */
export function spanLinks(span: number): string {
  const links = [...spans].map(([name, seconds]) =>
    seconds === span ? `<b>${spanWords(seconds)}</b>` : `<a href="?span=${name}">${spanWords(seconds)}</a>`,
  );
  return `<nav>${links.join(' ')}</nav>`;
}
