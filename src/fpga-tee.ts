import { main } from './cli.ts';
import { usualParts } from './job/parts.ts';

process.exit(await main(usualParts));
