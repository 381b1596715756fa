import { text } from '../readers.ts';
import type { OptionRow } from '../row.ts';

/** What a learned format is called. */
export const learnRows = {
  name: {
    name: 'name',
    commands: ['learn'],
    reader: {
      placeholder: '<name>',
      read: (name) => (/^[a-z0-9][a-z0-9._-]{0,39}$/.test(name) && name !== 'auto' ? name : null),
      right: 'a name: small letters, digits and hyphens',
    },
    help: "name of the format, for --bitstream (default: the log's, in small letters)",
    example: 'my-miner',
  },
  title: {
    name: 'title',
    commands: ['learn'],
    reader: text('<text>'),
    help: 'what it is, for people (default: its name)',
    example: 'My miner 1.2',
  },
} satisfies Record<string, OptionRow>;
