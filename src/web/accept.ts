/**
 * Whether an Accept header asks for a web page rather than for metrics: it must name `text/html` itself, and want it at
 * least as much as the text that Prometheus reads. A wildcard alone (curl) does not ask for a page.
 */
export function asksForHtml(accept: string | undefined): boolean {
  const ranges = parseAccept(accept ?? '');
  const html = ranges.get('text/html') ?? 0;
  return html > 0 && scrapable.every((type) => html >= quality(ranges, type));
}

const scrapable = ['text/plain', 'application/openmetrics-text'];

/** The quality of each media range; of one that is named more than once (other versions of it) the highest. */
function parseAccept(accept: string): Map<string, number> {
  const ranges = new Map<string, number>();
  for (const part of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
    ranges.set(range, Math.max(ranges.get(range) ?? 0, qualityOf(parameters)));
  }
  return ranges;
}

function qualityOf(parameters: readonly string[]): number {
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  if (q === undefined) return 1;
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q) ? Number(q.slice(2)) : 0;
}

/** The most specific range that covers the type decides. */
function quality(ranges: ReadonlyMap<string, number>, type: string): number {
  const family = `${type.split('/', 1)[0]}/*`;
  return ranges.get(type) ?? ranges.get(family) ?? ranges.get('*/*') ?? 0;
}
