import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { promtool } from '../support/prometheus.ts';

const folder = 'dashboards';

interface Configuration {
  readonly global: { readonly scrape_interval: string };
  readonly scrape_configs: readonly { readonly job_name: string }[];
}

function configuration(file: string): Configuration {
  return parse(readFileSync(`${folder}/${file}`, 'utf8'));
}

describe('the configurations', () => {
  test.each(['prometheus.yml', 'farm/prometheus.yml'])('%s is taken, with its rules and files', (file) => {
    const said = promtool(['check', 'config', `${folder}/${file}`]);
    expect(said.code, said.text).toBe(0);
    expect(said.text).toContain('2 rule files found');
    if (file.startsWith('farm/')) expect(said.text).not.toContain('WARNING');
  });

  test.each(['farm/above.yml', 'pools.yml'])('%s is taken', (file) => {
    const said = promtool(['check', 'config', `${folder}/${file}`]);
    expect(said.code, said.text).toBe(0);
  });

  test('agent.yml is taken by an agent', () => {
    const said = promtool(['check', 'config', '--agent', `${folder}/agent.yml`]);
    expect(said.code, said.text).toBe(0);
  });

  test.each(['prometheus.yml', 'farm/prometheus.yml', 'agent.yml'])(
    '%s has the job that FpgaTeeDown looks for, and the interval that Grafana is told',
    (file) => {
      const { global, scrape_configs } = configuration(file);
      expect(scrape_configs.map(({ job_name }) => job_name)).toContain('fpga');
      const { datasources } = parse(
        readFileSync(`${folder}/provisioning/datasources/prometheus.yml`, 'utf8'),
      );
      expect(datasources[0].jsonData.timeInterval).toBe(global.scrape_interval);
    },
  );
});

test('Grafana is provisioned with the dashboards of one folder', () => {
  const { providers } = parse(readFileSync(`${folder}/provisioning/dashboards/fpga-tee.yml`, 'utf8'));
  expect(providers).toHaveLength(1);
  expect(providers[0]).toMatchObject({ type: 'file', options: { path: expect.stringMatching(/^\//) } });
});
