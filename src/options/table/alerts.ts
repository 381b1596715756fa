import type { AlertOptions } from '../../job/job-options.ts';
import { cardLimits } from '../../readings/card-limits.ts';
import type { GivenOptions } from '../given.ts';
import { limits } from '../limit-words.ts';
import { duration, text } from '../readers.ts';
import { jobs, type OptionRow } from '../row.ts';

const ofRig = { commands: jobs, rigFile: 'rig' } satisfies Partial<OptionRow>;

/** What is trouble, and what is done then. */
export const alertRows = {
  tempLimits: {
    ...ofRig,
    name: 'temp-limits',
    reader: limits('°C', 0, '65,80'),
    default: '65,80',
    help: "temperatures in °C that are yellow and red (default {default}; or off), and of single cards: '65,80 card3=60,75'",
  },
  errorLimits: {
    ...ofRig,
    name: 'error-limits',
    reader: limits('%', -2, '1,3'),
    default: '1,3',
    help: 'the same for hardware errors in percent (default {default})',
  },
  rejectLimits: {
    ...ofRig,
    name: 'reject-limits',
    reader: limits('%', -2, '2,5'),
    default: '2,5',
    help: "the same for the rejected part of the last hour's shares in percent (default {default})",
  },
  alertAfter: {
    ...ofRig,
    name: 'alert-after',
    reader: duration,
    default: '1m',
    help: 'a card that is red for so long is an alert, which is over when the card was well for as long (default {default})',
  },
  onAlert: {
    ...ofRig,
    name: 'on-alert',
    reader: text('<command>'),
    help: 'run this in a shell, once, when a card or a miner is in trouble; FPGA_TEE_ALERT_TEXT and other variables tell it which (docs/alerts.md)',
    example: "'./tell-me.sh'",
  },
  onAlertOver: {
    ...ofRig,
    name: 'on-alert-over',
    reader: text('<command>'),
    help: 'run this in a shell when that is over',
    example: "'./tell-me.sh'",
  },
} satisfies Record<string, OptionRow>;

/** What is trouble, and who is told. */
export function alertOptions(given: GivenOptions): AlertOptions {
  const rows = alertRows;
  return {
    limitsOf: cardLimits({
      temperature: given.value(rows.tempLimits),
      errorRatio: given.value(rows.errorLimits),
      rejectRatio: given.value(rows.rejectLimits),
    }),
    after: given.value(rows.alertAfter),
    onAlert: given.value(rows.onAlert),
    onAlertOver: given.value(rows.onAlertOver),
  };
}
