import manifest from '../package.json' with { type: 'json' };

/** The program's version, from package.json. */
export const version = manifest.version;

/** Where the project and its documents are, from package.json. */
export const homepage = manifest.homepage;
