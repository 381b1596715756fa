import { inflateSync } from 'node:zlib';

/** The folder `dashboards` as the users have it, packed, put in here by scripts/bundle.mjs. */
declare const PACKED_DASHBOARDS: string;

/** What Prometheus and Grafana need: texts by their paths, with slashes. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  const files: Readonly<Record<string, string>> = JSON.parse(
    inflateSync(Buffer.from(PACKED_DASHBOARDS, 'base64')).toString(),
  );
  return new Map(Object.entries(files));
}
