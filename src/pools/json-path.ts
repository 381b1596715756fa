import { property } from './values.ts';

/** Where a value stands in a JSON document, and what it is multiplied by. */
export interface JsonPath {
  /** Names and places one within the other; `null` for all of an array or an object. */
  readonly steps: readonly (string | null)[];
  readonly scale: number;
}

/** Values that are looked at for one path. */
const most = 10_000;

/**
 * Reads a path: names with dots between them, `[0]` for a place in an array, `[*]` or `.*` for all, a name with other
 * characters in double quotes, and at the end `*1e9` or `/1000`. `null` when it is none.
 */
export function jsonPathOf(text: string): JsonPath | null {
  const [, path = '', sign, factor] =
    /^(.*?)(?:([*/])(\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?))?$/is.exec(text.trim()) ?? [];
  const number = Number(factor ?? 1);
  const scale = sign === '/' ? 1 / number : number;
  if (!Number.isFinite(scale) || scale === 0) return null;
  const steps: (string | null)[] = [];
  for (let rest = path.trim(); rest !== ''; ) {
    const [whole, plain, quoted, place] =
      /^(?:\.?(\*|[^.[\]"*\s]+)|\.?"([^"]+)"|\[(\d{1,6}|\*)\])(?=[.["]|$)/.exec(rest) ?? [];
    if (whole === undefined || (steps.length === 0 && whole.startsWith('.')) || steps.length >= 32)
      return null;
    const step = quoted ?? plain ?? place ?? '';
    steps.push(step === '*' && quoted === undefined ? null : step);
    rest = rest.slice(whole.length);
  }
  return steps.length === 0 ? null : { steps, scale };
}

/** All values that stand at the path; `null` when a part of it is not there, which is not the same as an empty list. */
export function valuesAt(document: unknown, steps: JsonPath['steps']): readonly unknown[] | null {
  let values: readonly unknown[] = [document];
  for (const step of steps) {
    const next: unknown[] = [];
    let found = values.length === 0;
    for (const value of values) {
      const items = step === null ? itemsOf(value) : null;
      if (items !== null) {
        found = true;
        for (const item of items.slice(0, most - next.length)) next.push(item);
      } else if (step !== null) {
        const item = property(value, step);
        if (item === undefined) continue;
        found = true;
        if (next.length < most) next.push(item);
      }
    }
    if (!found) return null;
    values = next;
  }
  return values;
}

/** What stands in an array or, under whatever names, in an object; `null` for anything else. */
function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.values(value) : null;
}
