import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dashboardTexts } from '../../scripts/bundle.mjs';
import { dashboards } from '../../src/commands/dashboards.ts';
import { collectPrinted } from './support/printed.ts';

let folder = '';
let printed: () => string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'fpga-tee-dashboards-')), 'new', 'folder');
  printed = collectPrinted();
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(path.join(folder, '../..'), { recursive: true });
});

const files = new Map([
  ['card.json', '{}\n'],
  ['rules/alerts.yml', 'groups: []\n'],
]);
const file = (name: string): string => path.join(folder, name);
const written = (overwrite = false): Promise<number> => dashboards({ folder, overwrite }, files);

describe('fpga-tee dashboards', () => {
  test('writes each file, and tells of it in a line', async () => {
    expect(await written()).toBe(0);
    expect(readFileSync(file('rules/alerts.yml'), 'utf8')).toBe('groups: []\n');
    expect(printed()).toContain(`${file('card.json')}: written\n${file('rules/alerts.yml')}: written\n`);
    expect(printed()).toContain(`prometheus --config.file=${file('prometheus.yml')}`);
    expect(readdirSync(folder, { recursive: true }).length, 'nothing else is left').toBe(3);
  });

  test('keeps a file that somebody has changed, and ends with 1', async () => {
    await written();
    writeFileSync(file('card.json'), 'mine');
    expect(await written()).toBe(1);
    expect(readFileSync(file('card.json'), 'utf8')).toBe('mine');
    expect(printed()).toContain(`${file('card.json')}: kept: it differs\n`);
    expect(printed()).toContain(`${file('rules/alerts.yml')}: the same already\n`);
    expect(printed()).toContain(`fpga-tee dashboards --overwrite ${folder}\n`);
  });

  test('writes it anew where that is asked for', async () => {
    await written();
    writeFileSync(file('card.json'), 'mine');
    expect(await written(true)).toBe(0);
    expect(readFileSync(file('card.json'), 'utf8')).toBe('{}\n');
    expect(printed()).toContain(`${file('card.json')}: written anew\n`);
  });

  test('a folder that can be none is told in one line', async () => {
    mkdirSync(path.dirname(folder), { recursive: true });
    writeFileSync(folder, 'a file');
    await expect(written()).rejects.toThrow(/^\S+: can't be written: .*; give a folder of your own$/);
  });

  test('has all that Prometheus and Grafana need, and no tests', async () => {
    const names = Object.keys(await dashboardTexts());
    expect(names).toEqual(
      expect.arrayContaining(['card.json', 'farm.json', 'prometheus.yml', 'rules/fpga-tee.alerts.yml']),
    );
    expect(names.filter((name) => /tests|\.ts$/.test(name))).toEqual([]);
  });
});
