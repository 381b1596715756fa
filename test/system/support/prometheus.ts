import { Prometheus } from '../../support/prometheus.ts';
import { test as base } from './test.ts';

/** Milliseconds between two scrapes, and the longest that one may take on a busy machine. */
const interval = 500;

/** Starts a real Prometheus that scrapes one address. */
export type Scraping = (address: string, path?: string) => Promise<Prometheus>;

/** The tests' world with a Prometheus in it; whatever is started is ended with the test. */
export const test = base.extend<{ readonly scraping: Scraping }>({
  async scraping({ directory: _ }, use) {
    const started: Prometheus[] = [];
    await use(async (address, path = '/metrics') => {
      const prometheus = new Prometheus(configuration(new URL(address).host, path));
      started.push(prometheus);
      return prometheus.ready();
    });
    await Promise.all(started.map((prometheus) => prometheus.stop()));
  },
});

function configuration(target: string, path: string): string {
  return `
global: { scrape_interval: ${interval}ms, scrape_timeout: ${interval}ms }
scrape_configs:
  - job_name: fpga
    metrics_path: "${path}"
    static_configs: [{ targets: ['${target}'] }]
`;
}
