import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../run.mjs';
import { manualPage } from './manual.mjs';

/** Where the project is, and whose it is, stands in package.json alone. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const homepage = manifest.homepage.replace('#readme', '');
const maintainer = manifest.author;

/**
 * The package for Debian and Ubuntu.
 *
 * @param {{ executable: string, papers: string, version: string, out: string, work: string, fast: boolean }} options
 */
export async function buildDeb({ executable, papers, version, out, work, fast }) {
  const root = path.resolve(work, 'deb');
  const put = (/** @type {string} */ file, /** @type {string | Buffer} */ text, mode = 0o644) => {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
    writeFileSync(target, text);
    chmodSync(target, mode);
  };
  const packed = (/** @type {string} */ text) => gzipSync(text, { level: 9 });
  const documents = 'usr/share/doc/fpga-tee';
  mkdirSync(path.join(root, 'usr/bin'), { recursive: true });
  copyFileSync(executable, path.join(root, 'usr/bin/fpga-tee'));
  for (const name of ['tokenminer-metrics', 'rb4-metrics'])
    put(`usr/bin/${name}`, `#!/bin/sh\nexec /usr/bin/fpga-tee ${name} "$@"\n`, 0o755);
  put('usr/lib/systemd/system/fpga-tee@.service', readFileSync('packaging/deb/fpga-tee@.service'));
  const completion = (/** @type {string} */ shell) =>
    run(process.execPath, ['dist/fpga-tee.js', 'completion', shell]);
  put('usr/share/bash-completion/completions/fpga-tee', await completion('bash'));
  put('usr/share/zsh/vendor-completions/_fpga-tee', await completion('zsh'));
  put('usr/share/fish/vendor_completions.d/fpga-tee.fish', await completion('fish'));
  const date = new Date(Number(process.env['SOURCE_DATE_EPOCH'] ?? 0) * 1000 || Date.now());
  put('usr/share/man/man1/fpga-tee.1.gz', packed(await manualPage(version, date.toISOString().slice(0, 10))));
  for (const name of ['tokenminer-metrics', 'rb4-metrics'])
    put(`usr/share/man/man1/${name}.1.gz`, packed('.so man1/fpga-tee.1\n'));
  put(`${documents}/copyright`, copyright(papers));
  put(`${documents}/licenses.txt.gz`, packed(readFileSync(path.join(papers, 'licenses.txt'), 'utf8')));
  put(
    `${documents}/licenses-node.txt.gz`,
    packed(readFileSync(path.join(papers, 'LICENSE-node.txt'), 'utf8')),
  );
  put(`${documents}/changelog.gz`, packed(changelog(version, date)));
  for (const folder of ['dashboards', 'docs'])
    cpSync(folder, path.join(root, documents, folder), {
      recursive: true,
      filter: (source) => !/\.(?:ts|mjs)$|panels$|kinds$/.test(source),
    });
  // Node has its own zlib in it, and is built so.
  put(
    'usr/share/lintian/overrides/fpga-tee',
    'fpga-tee: embedded-library zlib [usr/bin/fpga-tee]\nfpga-tee: hardening-no-pie [usr/bin/fpga-tee]\n',
  );
  put(
    'etc/fpga-tee/README',
    'A file for each rig, NAME.yaml: systemctl enable --now fpga-tee@NAME (fpga-tee(1), docs/run.md).\n',
  );
  writeControl({ root, put, version });
  await run('chmod', ['-R', 'go=u-w', root]);
  await run('sh', ['-c', 'find usr etc -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums'], root);
  const compression = fast ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6'];
  const file = path.join(out, `fpga-tee_${version}_amd64.deb`);
  await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, file]);
}

/** @param {{ root: string, put: (file: string, text: string | Buffer, mode?: number) => void, version: string }} options */
function writeControl({ root, put, version }) {
  const size = execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0];
  put(
    'DEBIAN/control',
    `Package: fpga-tee
Version: ${version}
Architecture: amd64
Maintainer: ${maintainer}
Installed-Size: ${size}
Depends: libc6 (>= 2.28), libgcc-s1 | libgcc1, libstdc++6 (>= 6), passwd
Section: utils
Priority: optional
Homepage: ${homepage}
Description: tee for FPGA miners
 Writes a miner's output to a log byte for byte, shows it with statistics of
 each card below it, and serves Prometheus metrics, all at once.
`,
  );
  put('DEBIAN/conffiles', '/etc/fpga-tee/README\n');
  for (const script of ['postinst', 'prerm', 'postrm'])
    put(`DEBIAN/${script}`, readFileSync(`packaging/deb/${script}`), 0o755);
}

/** @param {string} papers */
function copyright(papers) {
  const license = readFileSync(path.join(papers, 'LICENSE.txt'), 'utf8').trimEnd().split('\n');
  const text = license.map((line) => (line === '' ? ' .' : ` ${line}`)).join('\n');
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: the authors of fpga-tee
License: Expat
${text}
Comment: what is bundled has licenses of its own: licenses.txt.gz and licenses-node.txt.gz
`;
}

/**
 * @param {string} version
 * @param {Date} date
 */
function changelog(version, date) {
  const when = date.toUTCString().replace('GMT', '+0000');
  return `fpga-tee (${version}) stable; urgency=medium\n\n  * What is new stands in CHANGELOG.md of the project.\n\n -- ${maintainer}  ${when}\n`;
}
