import type { Alert } from '../rig/alert.ts';
import { type AlertChange, AlertWatch } from '../rig/alert-watch.ts';
import { changeWords } from '../rig/alert-words.ts';
import { Conditions } from '../rig/conditions.ts';
import { EventLog } from '../rig/event-log.ts';
import type { RigEvent } from '../rig/rig-event.ts';
import type { RigSnapshot } from '../rig/snapshot.ts';
import type { AlertOptions, Shared } from './job-options.ts';
import { UserCommands } from './user-commands.ts';

/** Seconds between two looks. */
const lookEvery = 10;
/** For what has lasted long before it is seen: one look alone may be that of a computer that has just woken up. */
const lastedAlready = { begin: lookEvery, end: 0 };
/** One command at a time; what comes in the meantime is still told, and a flapping card can't fill a mailbox. */
const bounds = { running: 1, waiting: 10, perHour: 60 };

/**
 * Looks at the rig again and again, and tells once what is the matter and once when it is over: on stderr, and to the
 * user's command. What began or ended together is one line, and one run.
 */
export class Alerts {
  readonly #shared: Shared;
  readonly #rig: () => RigSnapshot;
  readonly #watch: AlertWatch;
  readonly #conditions = new Conditions();
  readonly #log = new EventLog();
  readonly #commands: UserCommands;
  #cancel: () => void;

  constructor(shared: Shared, rig: () => RigSnapshot) {
    const { io, options, warnings } = shared;
    const value = { begin: options.alerts.after, end: options.alerts.after };
    this.#shared = shared;
    this.#rig = rig;
    this.#watch = new AlertWatch({
      hot: value,
      failing: value,
      rejecting: value,
      slow: lastedAlready,
      silent: lastedAlready,
      // That was seen several times already.
      stuck: { begin: 0, end: 0 },
    });
    this.#commands = new UserCommands({
      bounds,
      start: io.platform.startShell,
      clock: io.clock,
      timers: io.timers,
      onProblem: (line) => warnings.raise('tool', line, 'on-alert'),
      onSuccess: () => warnings.clear('tool', 'on-alert'),
    });
    this.#cancel = io.timers.after(lookEvery, () => this.#lookAgain());
  }

  /** What is the matter now. */
  standing(): readonly Alert[] {
    return this.#watch.standing(this.#shared.io.clock.monotonic());
  }

  /** What happened lately, as far as this look at the rig shows it. */
  events(rig: RigSnapshot): readonly RigEvent[] {
    this.#guard(() => this.#log.look(rig));
    return this.#log.list;
  }

  /** Nothing is looked at any more. A command that still runs goes on. */
  end(): void {
    this.#cancel();
  }

  #lookAgain(): void {
    this.#guard(() => this.#look());
    this.#cancel = this.#shared.io.timers.after(lookEvery, () => this.#lookAgain());
  }

  #look(): void {
    const { clock } = this.#shared.io;
    const rig = this.#rig();
    this.#log.look(rig);
    const now = clock.monotonic();
    const changes = this.#watch.look(now, clock.wall(), this.#conditions.look(now, rig));
    for (const change of changes) this.#log.alert(change, clock.wall());
    for (const together of grouped(changes)) this.#guard(() => this.#tell(together, rig));
  }

  #tell(changes: readonly [AlertChange, ...AlertChange[]], rig: RigSnapshot): void {
    const [{ type, alert }] = changes;
    const { kind, source } = alert;
    const text = changeWords(changes);
    // Of a stuck miner it was said already, when it got stuck.
    if (kind !== 'stuck') this.#shared.say(text);
    const { onAlert, onAlertOver }: AlertOptions = this.#shared.options.alerts;
    const [option, command] = type === 'begun' ? ['--on-alert', onAlert] : ['--on-alert-over', onAlertOver];
    if (command === null) return;
    const own = rig.cards.filter((card) => card.source === source).map(({ name }) => name);
    const cards = changes.flatMap((change) => change.alert.card ?? own);
    const variables = {
      FPGA_TEE_ALERT: kind,
      FPGA_TEE_ALERT_STATE: type,
      FPGA_TEE_ALERT_SECONDS: String(Math.round(Math.max(...changes.map((one) => one.alert.lasting)))),
      FPGA_TEE_ALERT_TEXT: text,
      FPGA_TEE_SOURCE: source,
      FPGA_TEE_CARDS: cards.join(','),
      FPGA_TEE_BITSTREAM: rig.miners.find((miner) => miner.source === source)?.bitstream ?? '',
    };
    this.#commands.run({ option, command, queue: 'alerts', variables });
  }

  /** What fails is told, and the next look is taken. */
  #guard(step: () => void): void {
    this.#shared.warnings.guard('tool', 'looking for trouble', step);
  }
}

/** Those of the same kind, of cards of the same miner. */
function grouped(changes: readonly AlertChange[]): readonly (readonly [AlertChange, ...AlertChange[]])[] {
  const groups = new Map<string, [AlertChange, ...AlertChange[]]>();
  for (const change of changes) {
    const { type, alert } = change;
    const key = JSON.stringify([type, alert.kind, alert.source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()];
}
