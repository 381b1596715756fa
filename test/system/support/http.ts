/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What Prometheus 3 sends. */
export const prometheus = {
  accept:
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,' +
    'application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
};

/** What Firefox sends. */
export const browser = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
};

export async function ask(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const response = await fetch(url, { method, headers });
  const body = await response.text();
  return { status: response.status, type: response.headers.get('content-type') ?? '', body };
}

/** The metrics page. */
export async function scrape(address: string): Promise<string> {
  const { status, body } = await ask(`${address}/metrics`, { headers: prometheus });
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  return body;
}

/** The value of one series, such as `fpga_card_up{card="card1"}`; `null` when the page has none. */
export function value(page: string, series: string): number | null {
  const line = page.split('\n').find((text) => text.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

/** All series of a metric with their values. */
export function seriesOf(page: string, metric: string): Record<string, number> {
  const lines = page
    .split('\n')
    .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
