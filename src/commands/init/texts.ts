import path from 'node:path';
import type { NewMiner, NewRig, System } from './plan.ts';

/** The rig file's name. */
export const rigFileName = 'rig.yaml';
/** The name of Prometheus's configuration. */
export const prometheusName = 'prometheus.yml';

/** The name of the file that starts the tool by itself. */
export function starterName(system: System): string {
  return system === 'windows' ? 'start-rig.bat' : 'fpga-tee.service';
}

/** All names that files of a new rig may have. */
export function fileNames(system: System): readonly string[] {
  return [rigFileName, starterName(system), prometheusName];
}

/** The files of a new rig: texts by their names. */
export function textsOf(rig: NewRig): ReadonlyMap<string, string> {
  const { system, watched } = rig;
  return new Map([
    ...(watched.type === 'miners' ? [[rigFileName, rigText(rig, watched.miners)] as const] : []),
    [starterName(system), system === 'windows' ? batchText(rig) : unitText(rig)],
    [prometheusName, prometheusText(rig)],
  ]);
}

/**
 * The words behind the program's that have it do its work.
 *
 * @param rigFile the rig file's path, where it is started
 */
export function argumentsOf({ watched, port }: NewRig, rigFile: string): readonly string[] {
  if (watched.type === 'miners') return ['run', '--rig', rigFile];
  return ['-m', ...watched.logs, '--port', String(port)];
}

function rigText({ port, directory }: NewRig, miners: readonly NewMiner[]): string {
  const items = miners.map(
    ({ name, command }) => `  - name: ${quoted(name)}
    command: [${command.map(quoted).join(', ')}]
${directory === null ? '' : `    directory: ${quoted(directory)}\n`}    restart: always
`,
  );
  return `# Start it: fpga-tee run --rig rig.yaml; look through it: fpga-tee rig --check rig.yaml
# What else can stand here (cards, pools, alerts, logs): docs/run.md
port: ${port}
# A log that is as large is put away, and the last five of them stay; without this line it grows.
log-max-size: 100M
miners:
${items.join('')}`;
}

function unitText(rig: NewRig): string {
  const { program, folder, user, searchPath, watched } = rig;
  const command = [...program, ...argumentsOf(rig, path.join(folder, rigFileName)), '--plain'];
  const file = path.join(folder, starterName('linux'));
  const [description, service] = watched.type === 'miners' ? minersService : logsService;
  return `# Start it, now and with the machine: sudo systemctl enable --now ${file}
# What it prints:                      journalctl -fu fpga-tee
# Stop it for good:                    sudo systemctl stop fpga-tee && sudo systemctl disable fpga-tee
[Unit]
Description=${description}, under fpga-tee
Wants=network-online.target
After=network-online.target

[Service]
User=${user}
WorkingDirectory=${folder.replaceAll('%', '%%')}
Environment=${unitWord(`PATH=${searchPath}`)}
ExecStart=${command.map(unitWord).join(' ')}
${service}
# Its own end at SIGTERM.
SuccessExitStatus=143
Restart=on-failure
# A mistake in what it was given: it is still there the next time.
RestartPreventExitStatus=2
StandardInput=null

[Install]
WantedBy=multi-user.target
`;
}

const minersService = [
  'FPGA miners of this rig',
  `# SIGTERM is for fpga-tee alone, which ramps the cards down. Should it crash, the miner must outlive it to ramp down.
KillMode=process
# Longer than ESC, stop-grace, SIGINT and stop-grace once more.
TimeoutStopSec=300
# Should it crash, its miners ramp down before they are started again.
RestartSec=150`,
] as const;

const logsService = ['Logs of the FPGA miners of this rig', 'RestartSec=10'] as const;

function batchText(rig: NewRig): string {
  const { program, watched } = rig;
  const words = [...program, ...argumentsOf(rig, rigFileName)].map(batchWord).join(' ');
  const does =
    watched.type === 'miners' ? `Starts the miners of ${rigFileName}.` : "Follows the miners' logs.";
  const lines = [
    '@echo off',
    `rem ${does} At each logon: put a shortcut to this file into the folder shell:startup.`,
    'chcp 65001 >nul',
    'cd /d "%~dp0"',
    words,
    'if errorlevel 1 pause',
    '',
  ];
  return lines.join('\r\n');
}

function prometheusText({ port, machine }: NewRig): string {
  return `# Start it: prometheus --config.file=prometheus.yml
# On another machine than the rig: copy this file there, and put the rig's name or address in place of localhost.
# Alerts, averages and dashboards beside this file, which stays as it is: fpga-tee dashboards .
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

function batchWord(word: string): string {
  const escaped = word.replaceAll('%', '%%');
  return /^[\w./-]+$/.test(escaped) ? escaped : `"${escaped}"`;
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
