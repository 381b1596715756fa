# The executable, without Node and without an installation.
. packaging/test/checks.sh
tar -xzf "$packages/fpga-tee-$version-linux-x64.tar.gz" -C "$work"
exe=$work/fpga-tee-$version-linux-x64/fpga-tee
"${bare[@]}" "$exe" simulate -b 0xbtc --rate 0 --lines 500 > "$work/a.log"
check 'the executable says its version' test "$("${bare[@]}" "$exe" --version)" = "$version"
"${bare[@]}" "$exe" --plain --no-metrics -o "$work/out.log" < "$work/a.log" > "$work/plain.txt"
check 'the executable: log and output byte for byte' cmp -s "$work/a.log" "$work/out.log"
cmp -s "$work/a.log" "$work/plain.txt" || fail 'the output differs'
check 'the executable starts a miner in a terminal, and gives its exit code' \
  bash -c "cd '$work'; env -i HOME='$work/home' PATH=/usr/bin:/bin '$exe' run --no-metrics --plain -o r.log -- sh -c 'test -t 1 && echo a terminal; exit 3'; test \$? = 3 && grep -q 'a terminal' r.log"

# Where the program is unpacked to: rather where its machine code can be loaded, and old versions go.
started_with() { (cd "$work" && env -i HOME="$work/home" PATH=/usr/bin:/bin "$@" "$exe" run --no-metrics --plain -o /dev/null -- sh -c 'test -t 1 && exit 3'); }
mkdir "$work/noexec"
put_away() { umount "$work/noexec"; }
mount -t tmpfs -o noexec none "$work/noexec"
code=0; started_with XDG_CACHE_HOME="$work/noexec" TMPDIR="$work/noexec" || code=$?
check 'a cache folder on a noexec mount: a terminal for the miner all the same' test "$code" = 3
check 'the folder beside the executable is used then' test -d "$(dirname "$exe")/fpga-tee-files"
umount "$work/noexec"
put_away() { :; }
rm -r "$(dirname "$exe")/fpga-tee-files"
unpacked=$work/cache/fpga-tee/program
old() { mkdir -p "$unpacked/$1/used"; echo "$(hostname) $(readlink /proc/self/ns/pid)" > "$unpacked/$1/used/$2"; }
install -d -m 700 "$work/cache/fpga-tee" "$unpacked"
true & ended=$!; wait "$ended"
old 0000000000000001 "$ended"; old 0000000000000002 "$$"
mkdir -p "$unpacked/0000000000000003/used"; echo 'another machine' > "$unpacked/0000000000000003/used/$ended"
code=0; started_with XDG_CACHE_HOME="$work/cache" || code=$?
check 'a new version is unpacked beside old ones' test "$code" = 3
check 'the version that nobody uses is gone' test ! -e "$unpacked/0000000000000001"
check 'those in use stay, here and on another machine' test -d "$unpacked/0000000000000002" -a -d "$unpacked/0000000000000003"
check 'a process that has ended leaves no mark' test -z "$(find "$unpacked" -path '*/used/*' -not -path '*/000*')"
(sleep 30 | "${bare[@]}" XDG_CACHE_HOME="$work/cache2" "$exe" --plain --host 127.0.0.1 -p 24571 -o "$work/served.log") > /dev/null 2>&1 & served=$!
eventually 'the executable serves' curl -sf http://127.0.0.1:24571/metrics
is_compiled() { find "$work/cache2" -type f -path '*/compiled/*' | grep -q .; }
eventually 'its compiled form is kept although it is never ended' is_compiled
kill "$served" 2> /dev/null || true
try_commands 'the executable' "${bare[@]}" "$exe"

# Of five starts in turn the middle one. For information: a busy machine must fail nothing.
echo "first byte: $(node packaging/test/first-byte.mjs "$exe" dist/fpga-tee.js 5)"
check 'Node'"'"'s licence is with it' test -s "$work/fpga-tee-$version-linux-x64/LICENSE-node.txt"
