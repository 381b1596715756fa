import { generic } from '../../bitstreams/generic/bitstream.ts';
import { bitstreams, chooseBitstreams, knownBitstreams } from '../../bitstreams/index.ts';
import { decimal, file, text } from '../readers.ts';
import { jobs, type OptionRow, type Reader } from '../row.ts';

const names = [...bitstreams, generic].map(({ name }) => name);

/** One's own formats have names as well. */
const bitstreamName: Reader<string> = {
  placeholder: '<name>',
  read: (name) => (chooseBitstreams(name) === null ? null : name),
  get right() {
    return `one of ${this.known?.join(', ')}`;
  },
  get wrong() {
    return `choose ${this.right}`;
  },
  get known() {
    return ['auto', ...[...knownBitstreams(), generic].map(({ name }) => name)];
  },
};

/** What is read, and what is known of it. */
export const inputRows = {
  follow: {
    name: 'follow',
    short: 'm',
    aliases: ['minerlogpaths'],
    commands: ['follow'],
    reader: text('<log>...'),
    listIn: ['follow'],
    help: 'follow logs that miners write, instead of reading a pipe; any number, all in one panel and one metrics page',
    example: 'hashrates.log',
  },
  once: {
    name: 'once',
    commands: ['follow'],
    help: 'read the logs of -m from their start to their end, and stop; serves no metrics',
  },
  bitstream: {
    name: 'bitstream',
    short: 'b',
    commands: [...jobs, 'check'],
    reader: bitstreamName,
    default: 'auto',
    listIn: ['follow'],
    rigFile: 'miner-only',
    help: `what the miner prints: ${names.join(', ')}, or auto: the first that recognises a line of statistics (default {default}); generic reads any miner by units and words, auto comes to it last; with -m one for each log, or log=name`,
    example: '0xbtc',
  },
  format: {
    name: 'format',
    commands: [...jobs, 'check'],
    reader: file,
    multiple: true,
    rigFile: 'miner-only',
    help: 'a format of your own, in place of --bitstream: a YAML file (fpga-tee formats <name> prints one to start from); several may be given. Those in the folder fpga-tee/formats of ~/.config (Windows: %APPDATA%) are known by their names',
    example: 'my-miner.yaml',
  },
  card: {
    name: 'card',
    short: 'c',
    aliases: ['cardnames'],
    commands: [...jobs, 'check'],
    reader: text('<name>'),
    multiple: true,
    listIn: ['follow'],
    rigFile: 'miner-only',
    help: 'label of the card; several, repeated or with commas, go to the cards in the order in which they appear (with several logs to the logs, in order); DNA=name or index=name binds one for good (default card1, card2, …)',
    example: 'bcu1',
  },
  interval: {
    name: 'interval',
    short: 'i',
    commands: ['follow'],
    // Nothing comes of it; whoever gives something else has meant another option.
    reader: decimal(
      '<seconds>',
      'a number of seconds',
      'from 0',
      'not a number of seconds; give one such as 30',
    ),
    help: "taken with -m for the predecessor's command lines; not needed, lines are read as they come",
    example: '30',
  },
  logging: {
    name: 'logging',
    short: 'l',
    commands: ['follow'],
    help: "taken with -m for the predecessor's command lines; not needed, all lines are shown",
  },
} satisfies Record<string, OptionRow>;
