import type { ReadYaml } from '../values/yaml.ts';
import type { Bitstream } from './bitstream.ts';
import type { FormatPart, ReadFormat } from './format-file.ts';
import { readFormat, readPart } from './format-file.ts';
import { neededTexts } from './line-pattern.ts';

/** The formats that come with the tool; plain data, so that it can be read once and for all at the build. */
export interface BuiltIn {
  readonly formats: readonly Bitstream[];
  readonly sources: FormatSources;
  /** The needed texts of their patterns. */
  readonly needed: readonly (readonly [string, string])[];
}

/** What only those need who extend a format, or print one. */
export interface FormatSources {
  /** What a format may extend, by name: parts alone, and every format. */
  readonly bases: readonly (readonly [string, FormatPart])[];
  /** The files' texts, by name. */
  readonly texts: readonly (readonly [string, string])[];
}

/**
 * @param parts texts of what formats have in common, by name
 * @param formats texts of the formats, by name
 * @throws Error that names file, line and column of the first problem
 */
export function builtInOf(parts: ReadonlyMap<string, string>, formats: ReadonlyMap<string, string>): BuiltIn {
  const bases = new Map<string, FormatPart>();
  for (const [name, text] of parts) bases.set(name, checked(`formats/parts/${name}.yaml`, readPart(text)));
  const read = [...formats].map(([name, text]): ReadFormat => {
    const file = `formats/${name}.yaml`;
    const format = checked(file, readFormat(text, bases));
    if (format.bitstream.name !== name) throw new Error(`${file}: its name is ${format.bitstream.name}`);
    return format;
  });
  return {
    formats: read.map(({ bitstream }) => bitstream),
    sources: {
      bases: [...bases, ...read.map(({ bitstream, part }) => [bitstream.name, part] as const)],
      texts: [...formats],
    },
    // Proving the samples has compiled them.
    needed: neededTexts(),
  };
}

function checked<Value>(file: string, read: ReadYaml<Value>): Value {
  if (read.type === 'value') return read.value;
  const [problem] = read.problems;
  throw new Error(`${file}:${problem?.line}:${problem?.column}: ${problem?.message}`);
}
