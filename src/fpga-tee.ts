import { main } from './cli.ts';
import { usualParts } from './job/parts.ts';

// Not awaited: parts that are loaded later wait until this one is through.
void main(usualParts).then((code) => process.exit(code));
