import { bitstreams } from '../src/bitstreams/index.ts';
import type { MetricDefinition } from '../src/metrics/definition.ts';
import { metricDefinitions } from '../src/metrics/definitions.ts';
import { legacyMetricDefinitions } from '../src/metrics/legacy-definitions.ts';
import { type ExplainedOption, explainedOptions } from '../src/options/help.ts';
import { hashrate } from '../src/readings/format.ts';
import { gaugeNames, gauges } from '../src/readings/gauges.ts';
import { timesTenTo } from '../src/readings/units.ts';
import { type Promised, promises } from '../test/system/guarantees/support/promises.ts';

/** A part of a document that is made from the code: what stands between its two marks. */
export interface GeneratedPart {
  readonly file: string;
  readonly mark: string;
  readonly text: string;
}

export const generatedParts: readonly GeneratedPart[] = [
  { file: 'docs/options.md', mark: 'options', text: optionsTable(explainedOptions('tee')) },
  { file: 'docs/options.md', mark: 'bitstreams', text: bitstreamsTable() },
  { file: 'docs/run.md', mark: 'options', text: optionsTable(optionsOfRunOnly()) },
  { file: 'docs/metrics.md', mark: 'metrics', text: metricsTable(metricDefinitions) },
  ...promisesTables(),
  { file: 'docs/metrics.md', mark: 'gauges', text: gaugesTable() },
  { file: 'docs/metrics.md', mark: 'legacy', text: metricsTable(legacyMetricDefinitions) },
];

/**
 * The document with the part made anew.
 *
 * @throws Error when the document has no such marks
 */
export function withPart(document: string, { file, mark, text }: GeneratedPart): string {
  const marks = new RegExp(`(<!-- ${mark}: [^\n]*-->\n)[^]*?(<!-- /${mark} -->)`);
  if (!marks.test(document)) throw new Error(`${file} has no marks for ${mark}`);
  return document.replace(marks, (_, start: string, end: string) => `${start}${text}\n${end}`);
}

function optionsTable(options: readonly ExplainedOption[]): string {
  const rows = options.map(({ names, help }) => `| \`${names}\` | ${escaped(help)} |`);
  return ['| option | meaning |', '|---|---|', ...rows].join('\n');
}

function bitstreamsTable(): string {
  const rows = bitstreams.map(({ name, title }) => `| \`${name}\` | ${escaped(title)} |`);
  return ['| bitstream | miners |', '|---|---|', ...rows].join('\n');
}

/** Those that the pipe does not have. */
function optionsOfRunOnly(): readonly ExplainedOption[] {
  const known = new Set(explainedOptions('tee').map(({ names }) => names));
  return explainedOptions('run').filter(({ names }) => !known.has(names));
}

/** A table for each file of tests: what is promised, and what GNU tee did in the same test. */
function promisesTables(): readonly GeneratedPart[] {
  const all: readonly Promised[] = Object.values(promises);
  return [...new Set(all.map(({ test }) => test))].map((file) => {
    const rows = all
      .filter(({ test }) => test === file)
      .map(({ says, tee }) => `| ${escaped(says)} | ${tee === 'keeps' ? 'the same' : escaped(tee ?? '–')} |`);
    const shown = `Shown by [${file}](../test/system/guarantees/${file}).`;
    return {
      file: 'docs/guarantees.md',
      mark: file.replace('.test.ts', ''),
      text: ['| promise | GNU tee |', '|---|---|', ...rows, '', shown].join('\n'),
    };
  });
}

function metricsTable(definitions: readonly MetricDefinition[]): string {
  const rows = definitions.map(({ name, labels, type, help }) => {
    const label = labels.length === 0 ? '' : `{${labels.join(',')}}`;
    return `| \`${name}${label}\` | ${type} | ${escaped(help)} |`;
  });
  return ['| metric | type | meaning |', '|---|---|---|', ...rows].join('\n');
}

function gaugesTable(): string {
  const rows = gaugeNames.map((name) => {
    const { metric, column, unit, limits, plausible } = gauges[name];
    const people = (value: number) =>
      unit === null ? hashrate(value) : `${timesTenTo(-unit.exponent, value)} ${unit.name}`;
    const colours =
      limits === null ? '' : `yellow from ${people(limits.yellow)}, red from ${people(limits.red)}`;
    const range = `${people(plausible.min)} to ${people(plausible.max)}`;
    return `| \`${name}\` | \`${metric.name}\` | ${column.title} | ${colours} | ${range} |`;
  });
  return ['| in JSON | metric | in the panel | colours | can be |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
