import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildDashboards } from '../../dashboards/build.ts';

describe('the committed dashboards are what the code builds', () => {
  test.each(buildDashboards())('$file', ({ file, json }) => {
    if (process.env['UPDATE_DASHBOARDS'] === '1') writeFileSync(file, json);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : null, 'run `npm run dashboards`').toBe(json);
  });
});
