/** One promise of docs/guarantees.md. */
export interface Promised {
  /** What holds, short and exact. */
  readonly says: string;
  /** The file in test/system/guarantees that shows it. */
  readonly test: string;
  /**
   * What GNU tee did in the same test: `keeps` when it does the same, what happened instead in a few words, or `null`
   * where it has nothing of the kind.
   */
  readonly tee: string | null;
}

/** Every promise, in the order of the document; docs/guarantees.md and the tests are made from it. */
export const promises = {
  'stdout-closed': {
    says: 'When whoever reads stdout goes away (`| head -1`), the log goes on to the end.',
    test: 'stdout.test.ts',
    tee: 'ends at once, and the miner with it',
  },
  'stdout-left-alone': {
    says: 'What stdout and stderr are stays as it was for everybody who shares it: still blocking, while it runs and after it was killed.',
    test: 'stdout.test.ts',
    tee: 'keeps',
  },
  'terminal-stalled': {
    says: 'While the terminal stands still (Ctrl-S, a dead ssh), the miner prints 20 MB without waiting, all of it is in the log, and memory stays below 250 MB. When the terminal moves again, the panel says how many lines it did not show.',
    test: 'terminal.test.ts',
    tee: 'stops the miner',
  },
  'terminal-stalled-plain': {
    says: 'The same with --plain, and all of it is shown once the terminal moves again.',
    test: 'terminal.test.ts',
    tee: 'stops the miner',
  },
  'stdout-slow': {
    says: 'A slow reader of stdout loses nothing.',
    test: 'stdout.test.ts',
    tee: 'keeps',
  },
  'stdout-stalled': {
    says: 'A reader of stdout that stands still does not stop the miner. Beyond 64 MiB behind it whole lines are left out; a line in their place and a metric say how many bytes, and all of them are in the log.',
    test: 'stdout.test.ts',
    tee: 'stops the miner',
  },
  'stdout-nonblocking': {
    says: 'When another program makes the shared stdout non-blocking, nothing is lost, and waiting for the reader costs next to no processor time.',
    test: 'stdout.test.ts',
    tee: 'fails with “Resource temporarily unavailable”',
  },
  'ctrl-c': {
    says: 'Ctrl-C ramps the miner down: every line that it still prints, for as long as it likes, is in the log and on the screen, and the exit code is 0.',
    test: 'signals.test.ts',
    tee: 'dies of it, and the miner of a closed pipe',
  },
  'ctrl-c-twice': {
    says: 'A second Ctrl-C within 2 s takes the panel away, and the output goes on as it comes.',
    test: 'signals.test.ts',
    tee: null,
  },
  'job-keys': {
    says: 'Ctrl-Z and Ctrl-\\ do not stop or end it while the miner goes on.',
    test: 'signals.test.ts',
    tee: 'stops at Ctrl-Z, dies of Ctrl-\\',
  },
  'other-signals': {
    says: 'SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGXCPU, SIGXFSZ, SIGPWR, SIGSTKFLT, SIGTTIN, SIGTTOU, SIGPIPE, SIGQUIT, SIGCONT and SIGWINCH do not end or stop it, and it says nothing of them (Linux).',
    test: 'signals.test.ts',
    tee: 'dies of them',
  },
  'hang-up': {
    says: 'When the terminal goes away (window closed, ssh dead), it logs and serves metrics to the end of the miner’s output.',
    test: 'signals.test.ts',
    tee: 'dies of it',
  },
  sigterm: {
    says: 'SIGTERM ends it within a second with exit code 143 and all that it read in the log; also with a terminal or a reader that stands still, or a log that nobody takes.',
    test: 'signals.test.ts',
    tee: 'loses what it has read, when stdout stands still',
  },
  sigkill: {
    says: 'Should it be killed at once (SIGKILL, out of memory), the log lacks at most what the miner printed in the last 100 ms, and what it has is right.',
    test: 'signals.test.ts',
    tee: 'keeps',
  },
  suspended: {
    says: 'Stopped for a while and continued, it goes on where it was; nothing is lost.',
    test: 'signals.test.ts',
    tee: 'keeps',
  },
  keys: {
    says: 'Every key reaches a miner that reads the terminal itself.',
    test: 'keys.test.ts',
    tee: 'keeps',
  },
  modes: {
    says: 'The terminal has the same modes after it as before, also after SIGTERM and after a crash.',
    test: 'keys.test.ts',
    tee: 'keeps',
  },
  disarmed: {
    says: 'When the tool’s own keys have closed (by ESC or by themselves), neither ESC nor q is typed to the miner for 10 s: a slip ends no miner. All other keys are, Ctrl-C too.',
    test: 'keys.test.ts',
    tee: null,
  },
  'clock-jumps': {
    says: 'A clock that is set by a day, forward or back, changes no age, rate or uptime and makes no card stale; timestamps follow it.',
    test: 'clock.test.ts',
    tee: null,
  },
  'disk-full': {
    says: 'A full disk holds nothing up: the miner and stdout go on, one line says so, and when there is room again the log goes on by itself with every byte in it.',
    test: 'log.test.ts',
    tee: 'loses everything from the first error on',
  },
  'disk-full-beyond': {
    says: 'Beyond what is kept in memory (`--log-queue`, 64 MiB) bytes of the log are lost; how many is said, counted in the metrics, marked in the log where it happened, and the exit code is 1.',
    test: 'log.test.ts',
    tee: null,
  },
  'disk-fails': {
    says: 'A disk that fails for a while (EIO, suddenly read-only, a quota used up, a server that has forgotten the file) costs no byte of the log.',
    test: 'log.test.ts',
    tee: 'loses everything from the first error on',
  },
  'disk-fails-at-end': {
    says: 'When writing the log fails for the first time after the miner’s output has ended, it is tried again for up to four seconds: a disk that is well by then has every byte.',
    test: 'log.test.ts',
    tee: 'loses what it was to write',
  },
  'log-directory-removed': {
    says: "The log's directory is removed: it is made again, with the log.",
    test: 'log.test.ts',
    tee: 'goes on into a file that is nowhere',
  },
  'log-deleted': {
    says: 'The log is deleted: a new one has everything that was written after that (and perhaps the last line before it).',
    test: 'log.test.ts',
    tee: 'goes on into a file that is nowhere',
  },
  'log-cwd-removed': {
    says: 'The same for the directory that it was started in.',
    test: 'log.test.ts',
    tee: 'goes on into a file that is nowhere',
  },
  'log-renamed': {
    says: 'The log is renamed, with or without a new file in its place and a SIGHUP (logrotate): what comes then is in a file under its name, and no byte is in neither or both.',
    test: 'log.test.ts',
    tee: 'goes on in the renamed file',
  },
  logrotate: {
    says: 'logrotate with `nocreate`, `compress`, `delaycompress` and no signal at all, in the midst of a stream: the pieces joined are the input.',
    test: 'log.test.ts',
    tee: 'goes on in the renamed file',
  },
  'no-permission': {
    says: 'A log that can not be opened at the start is one clear line; the output goes on, and once the log can be written everything from the start is in it.',
    test: 'log.test.ts',
    tee: 'never tries again',
  },
  'log-is-own-input': {
    says: 'A log that is a file which is read (the input, the rig file, the web configuration and what it names, a log that is followed, a miner’s program), by whichever name, is refused, and so is one whose old pieces would take such a file’s place: nothing is started, and the file stays as it is.',
    test: 'log.test.ts',
    tee: null,
  },
  'read-only-at-start': {
    says: 'The same on a file system that is read-only at first.',
    test: 'log.test.ts',
    tee: 'never tries again',
  },
  rotation: {
    says: 'With `--log-max-size` and `--log-keep` the pieces joined are the input, cut at the ends of lines, none longer than allowed, and no more of them are made.',
    test: 'rotation.test.ts',
    tee: null,
  },
  'rotation-disk-fails': {
    says: 'A disk that fails (EIO) in the midst of a rotation costs no byte of any piece.',
    test: 'rotation.test.ts',
    tee: null,
  },
  'rotation-killed': {
    says: 'Killed in the midst of a rotation (SIGKILL), the pieces joined are still the beginning of the input.',
    test: 'rotation.test.ts',
    tee: null,
  },
  'log-timestamps': {
    says: 'With `--log-timestamps`, and only then, the log is not byte for byte: each line has the time of its first byte in front, and without it is the line as it was; stdout is unchanged.',
    test: 'rotation.test.ts',
    tee: null,
  },
  'crash-panel': {
    says: 'When the panel crashes (loading, drawing, at its end), every line is still shown, once, and the log is whole.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-reading': {
    says: 'When reading the lines crashes, at each line for ever, log and output are whole, and one line says so.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-metrics': {
    says: 'When making an answer or serving it crashes, log and output are whole, and the next request is answered.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-web': {
    says: 'When the thread of the metrics server crashes or takes too much memory, log and output are whole, one line says so, and a second later it serves again at the same port; when it hangs, the rest goes on and the end is not held up.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-log': {
    says: 'When the call that writes the log throws, it is tried again: the log is whole.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-log-writer': {
    says: "When the log's own code crashes, the output is whole; what the log lacks is counted, and the exit code is 1.",
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-output': {
    says: 'When the call that writes stdout throws, it is tried again; should it throw for ever, the log is whole.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-stray': {
    says: 'An error that nobody catches (in a timer, a promise, a signal) stops nothing, is said once and counted each time.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-picture': {
    says: 'Failures that come for ever leave the picture whole: one row of the panel tells of them.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'stderr-gone': {
    says: 'Closed or full and read by nobody, stderr stops nothing, however much there is to say.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'ctrl-z': {
    says: 'Ctrl-Z stops the miner and gives the shell its prompt back; after `fg` all goes on, and nothing is lost (Linux).',
    test: 'job-control.test.ts',
    tee: 'keeps',
  },
  'ctrl-z-running-miner': {
    says: 'A miner that goes on after Ctrl-Z is logged on: the tool never stops while the miner runs (Linux).',
    test: 'job-control.test.ts',
    tee: 'is stopped, and the log with it',
  },
  'background-tostop': {
    says: 'In the background of a terminal that stops who writes to it (`stty tostop`) neither the tool nor the miner is stopped (Linux).',
    test: 'job-control.test.ts',
    tee: 'is stopped, and the miner with it',
  },
  'http-scrapes': {
    says: '10,000 scrapes, and fifty at once again and again, make no byte of the miner more than 50 ms late, and all are answered.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-silent': {
    says: 'A thousand connections that send nothing keep no scrape out, make no byte more than 50 ms late, and leave descriptors free, also with `ulimit -n 160`.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-unread': {
    says: 'Whoever asks for the metrics and does not read them, or a byte a second, or asks a thousand times without reading, makes no byte more than 50 ms late and keeps no scrape out.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-garbage': {
    says: 'Headers of 1 MB, bodies and garbage on the port are refused, and make no byte more than 50 ms late.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-first-answer': {
    says: 'A client that closes its sending side behind the request gets its answer; of requests that do not wait for one the first is answered.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-host': {
    says: 'With `--host 127.0.0.1` (or another loopback address) only loopback names are served, so no page in a browser reads it by DNS rebinding; a request with two hosts is refused.',
    test: 'http.test.ts',
    tee: null,
  },
  'odd-endless-line': {
    says: 'A gigabyte without a newline, half of it NULs, goes through in seconds and in less than 200 MB of memory.',
    test: 'odd-input.test.ts',
    tee: 'keeps',
  },
  'odd-endless-line-panel': {
    says: 'The panel shows the start of a line that does not end, and what comes after it.',
    test: 'odd-input.test.ts',
    tee: null,
  },
  'odd-bytes': {
    says: 'Lines of 5 MB, NULs, invalid UTF-8 and every other byte reach the log and a pipe as they are, and the next line is read.',
    test: 'odd-input.test.ts',
    tee: 'keeps',
  },
  'odd-utf16': {
    says: 'UTF-16, as PowerShell 5.1 writes it, is read and shown, with its mark or without; the log has the bytes as they came.',
    test: 'odd-input.test.ts',
    tee: null,
  },
  'odd-escapes': {
    says: 'Of the escape sequences in the miner’s text only colours reach the terminal: before the panel is there, above it, and after it was taken away.',
    test: 'odd-input.test.ts',
    tee: 'passes them all on, as it is made to',
  },
  'odd-widths': {
    says: 'Text from right to left, wide, without width or under a thousand accents leaves the panel as it is.',
    test: 'odd-input.test.ts',
    tee: null,
  },
  'web-passwords': {
    says: '200 wrong passwords for the pages, each over a TLS connection of its own, make no byte more than 50 ms late, and who knows the right one is let in.',
    test: 'web.test.ts',
    tee: null,
  },
  'web-connections': {
    says: '300 TLS connections within seconds, 200 that stay silent, some that read nothing, and garbage on the TLS port make no byte more than 50 ms late and keep no scrape out.',
    test: 'web.test.ts',
    tee: null,
  },
  'crash-pool': {
    says: 'When asking a pool crashes, at each poll for ever, log and output are whole, and one line says so.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'pool-faults': {
    says: 'Pools that refuse, are silent, drip, answer with 100 MB or garbage, redirect elsewhere, restart or have no name that can be found make no byte more than 50 ms late; the pool that answers is read as ever, and memory and descriptors stay as they were.',
    test: 'pools.test.ts',
    tee: null,
  },
  'pool-log': {
    says: 'With such pools the log is whole, and the end is not held up by a pool that is being asked nor by a name server that is silent.',
    test: 'pools.test.ts',
    tee: null,
  },
  'pool-exporter': {
    says: '`pool --serve`: an error that nobody catches ends it not, and is said in one line; a file of pools that changes is read again, by SIGHUP at once, and one that is wrong leaves what was there before.',
    test: 'pools.test.ts',
    tee: null,
  },
  'alert-command': {
    says: 'A command of `--on-alert` that hangs, and one that fails, make no byte of the miner more than 50 ms late. The one that hangs is ended after 60 s, whatever it ignores, and the next one is run.',
    test: 'alerts.test.ts',
    tee: null,
  },
  'alert-command-end': {
    says: 'A command that still runs does not hold up the end: the log is whole, and the exit code is 0.',
    test: 'alerts.test.ts',
    tee: null,
  },
  'run-asked': {
    says: 'However a started miner is started (by `timeout`, `nice`, `stdbuf`, `env`, `sudo`, `script`, a script with job control, two at once), Ctrl-C, SIGTERM for the tool and the death of the tool give it SIGINT, and it ramps down to the end without a hang-up (Linux).',
    test: 'run.test.ts',
    tee: null,
  },
  'run-stopped': {
    says: 'A miner that is stopped (SIGSTOP) is continued when it is asked to end.',
    test: 'run.test.ts',
    tee: null,
  },
  'run-left-running': {
    says: 'A start script that ends (`miner &`, `nohup miner &`) is not the end of its miner: it is waited for, logged and asked to end like any other, and no second one is started beside it (Linux).',
    test: 'run.test.ts',
    tee: null,
  },
  'run-out-of-sight': {
    says: 'A command that ends with 0 within 10 s, twice in a row, is not started for ever: one line says that it may start the miner out of sight.',
    test: 'run.test.ts',
    tee: null,
  },
  'run-no-tty': {
    says: 'Without /dev/tty miners are started, and end, as with it; no file of that name is made.',
    test: 'run.test.ts',
    tee: null,
  },
} as const satisfies Readonly<Record<string, Promised>>;

/** The short name of a promise. */
export type PromiseId = keyof typeof promises;
