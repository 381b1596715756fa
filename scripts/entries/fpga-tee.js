#!/usr/bin/env node
// Says which Node is needed where it is an old one, which could not even read the program beside. Like that one it is
// CommonJS, as package.json beside it says: to get modules ready would take a start some milliseconds more.
'use strict';

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  process.stderr.write(
    `fpga-tee: needs Node 20 or newer, and this is ${process.version}: install one from https://nodejs.org, or take a package that needs none\n`,
  );
  process.exit(2);
}
// Its name is no word here, as it is made by the build.
require(`${__dirname}/program.cjs`);
