import { main } from '../../../src/cli.ts';
import { usualParts } from '../../../src/job/parts.ts';
import { clockRateOf, clockRateVariable, faster } from './clock-rate.ts';
import { failing } from './failing.ts';
import { faultVariable, parseFaults } from './faults.ts';

/*
 * The program for tests: the same sources, put together from parts that fail where the environment says so, or with a
 * clock of its own that runs faster.
 */

const faults = parseFaults(process.env[faultVariable]);
const rate = clockRateOf(process.env[clockRateVariable]);

void main(failing(faster(usualParts, rate), faults)).then((code) => process.exit(code));
