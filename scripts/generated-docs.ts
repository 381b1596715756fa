import { optionRows } from '../src/options/help.ts';
import type { MetricDefinition } from '../src/outputs/metrics/definition.ts';
import { metricDefinitions } from '../src/outputs/metrics/definitions.ts';
import { legacyMetricDefinitions } from '../src/outputs/metrics/legacy-definitions.ts';

/** A part of a document that is made from the code: what stands between its two marks. */
export interface GeneratedPart {
  readonly file: string;
  readonly mark: string;
  readonly text: string;
}

export const generatedParts: readonly GeneratedPart[] = [
  { file: 'README.md', mark: 'options', text: optionsTable() },
  { file: 'docs/metrics.md', mark: 'metrics', text: metricsTable(metricDefinitions) },
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

function optionsTable(): string {
  const rows = optionRows('tee').map(({ names, help }) => `| \`${names}\` | ${escaped(help)} |`);
  return ['| option | meaning |', '|---|---|', ...rows].join('\n');
}

function metricsTable(definitions: readonly MetricDefinition[]): string {
  const rows = definitions.map(({ name, labels, type, help }) => {
    const label = labels.length === 0 ? '' : `{${labels.join(',')}}`;
    return `| \`${name}${label}\` | ${type} | ${escaped(help)} |`;
  });
  return ['| metric | type | meaning |', '|---|---|---|', ...rows].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
