import { isScalar } from 'yaml';
import type { NodeReader, Place } from '../../values/yaml.ts';

/** A switch as YAML 1.1 has it, which Prometheus reads; `null` when it is none. */
export function readSwitch(reader: NodeReader, place: Place): boolean | null {
  return reader.value(place, 'true or false', (text) => {
    if (/^(?:true|yes|on)$/i.test(text)) return true;
    return /^(?:false|no|off)$/i.test(text) ? false : null;
  });
}

/** A key without a value, or with an empty one, is as if it were not there. */
export function isNothing({ node }: Place): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''));
}
