import path from 'node:path';
import type { NewRig } from './plan.ts';

/** The rig file's name. */
export const rigFileName = 'rig.yaml';

/** The files of a new rig: texts by their names. */
export function textsOf(rig: NewRig): ReadonlyMap<string, string> {
  return new Map([
    [rigFileName, rigText(rig)],
    rig.system === 'windows' ? ['start-rig.bat', batchText(rig)] : ['fpga-tee.service', unitText(rig)],
    ['prometheus.yml', prometheusText(rig)],
  ]);
}

function rigText({ miners, port, directory }: NewRig): string {
  const items = miners.map(
    ({ name, command }) => `  - name: ${quoted(name)}
    command: [${command.map(quoted).join(', ')}]
    directory: ${quoted(directory)}
    restart: always
`,
  );
  return `# Start it: fpga-tee run --rig rig.yaml; look through it: fpga-tee rig --check rig.yaml
# What else can stand here (cards, pools, alerts, logs): docs/run.md
port: ${port}
miners:
${items.join('')}`;
}

function unitText({ program, folder, user, searchPath }: NewRig): string {
  const command = [...program, 'run', '--rig', path.join(folder, rigFileName), '--plain'];
  return `# sudo systemctl enable --now ${path.join(folder, 'fpga-tee.service')}
[Unit]
Description=FPGA miners of this rig, under fpga-tee
Wants=network-online.target
After=network-online.target

[Service]
User=${user}
WorkingDirectory=${folder.replaceAll('%', '%%')}
Environment=${unitWord(`PATH=${searchPath}`)}
ExecStart=${command.map(unitWord).join(' ')}
# SIGTERM is for fpga-tee alone, which ramps the cards down. Should it crash, the miner must outlive it to ramp down.
KillMode=process
# Longer than ESC, stop-grace, SIGINT and stop-grace once more.
TimeoutStopSec=300
# Its own end at SIGTERM.
SuccessExitStatus=143
Restart=on-failure
# Should it crash, its miners ramp down before they are started again.
RestartSec=150
# Mistakes in the rig file: they are still there the next time.
RestartPreventExitStatus=2
StandardInput=null

[Install]
WantedBy=multi-user.target
`;
}

function batchText({ program }: NewRig): string {
  const words = program.map((word) => `"${word.replaceAll('%', '%%')}"`).join(' ');
  const lines = [
    '@echo off',
    'rem Starts the miners of rig.yaml. At each logon: put a shortcut to this file into the folder shell:startup.',
    'chcp 65001 >nul',
    'cd /d "%~dp0"',
    `${words} run --rig ${rigFileName}`,
    'if errorlevel 1 pause',
    '',
  ];
  return lines.join('\r\n');
}

function prometheusText({ port, machine }: NewRig): string {
  return `# Start it here: prometheus --config.file=prometheus.yml
# Alerts, averages and dashboards: fpga-tee dashboards <folder>; its folder rules/ is read when it stands beside this file.
global:
  scrape_interval: 15s
  evaluation_interval: 15s

rule_files:
  - rules/*.yml

scrape_configs:
  - job_name: fpga
    static_configs:
      - targets: ['localhost:${port}']
        labels: { rig: ${quoted(machine)} }
`;
}

/** JSON's texts are YAML's, too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** One word of a line of systemd's, whatever is in it. */
function unitWord(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w./:=%$,@+-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll(/["\\]/g, '\\$&')}"`;
}
