/** What `fpga-tee --help` prints: what most people need, by groups, on one screen. */
export const overview = `fpga-tee: tee for FPGA miners: log, live statistics of each card, metrics

  miner 2>&1 | fpga-tee        the miner's lines, a log of them, its statistics
  fpga-tee run -- miner        starts the miner, again with --restart always
  fpga-tee -m miner.log ...    follows logs that miners write

Miner   -b, --bitstream <name>    what it prints (it is found by itself)
        -c, --card <name>         names of the cards, in order, with commas
Log     -o, --log <file>          the log (hashrates.log); none: --no-log
        --log-max-size <size>     begin a new one before it is larger than this
Serve   -p, --port <n>            port of metrics and page (9090)
        --host, --web-config      where it listens; passwords and TLS
Screen  --plain, --only trouble   no panel; no other lines than these
        --sort, --trend, --qr     order of the cards, their trends, a QR code
Alarm   --on-alert <command>      run this when a card is too hot, silent, slow
        --on-stall <command>      run this when a miner hangs
Pools   --pool, --pool-address    what the pool sees of the cards
Always  --config <file>           options in a file, also FPGA_TEE_<OPTION>;
                                  the command line counts most, the file least

Begin   demo, init, dashboards, completion    Miners  check, formats, learn
Rigs    run, rig, pool                        Others  simulate, hash-password

All options: fpga-tee --help all    A command: fpga-tee help <command>
`;
