#!/bin/sh
# Measures that a dry run needs the same memory for a small and for a large transcript.
#
#     scripts/peak_memory.sh target/release/baton examples/acme/acme.baton
#
# In: the program and a policy. Out: the peak resident memory of `baton run POLICY FILE` for both sizes, and the
# ratio. SMALL_MB and LARGE_MB change the sizes (10 and 1024), RATIO_MAX makes a larger ratio a failure (exit 1).
# Exit 2: the program could not run. Writes to a temporary folder only, which it removes.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: $0 BATON POLICY" >&2
    exit 2
fi
baton=$1
policy=$2
small_mb=${SMALL_MB:-10}
large_mb=${LARGE_MB:-1024}
scripts=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 2' INT TERM

# Prints the peak in KiB. Exit 1 of `baton run` means findings, which do not matter here.
peak() {
    python3 - "$baton" "$policy" "$1" "$folder/time" <<'PYTHON'
import os, resource, shutil, subprocess, sys

program, policy, transcript, note = sys.argv[1:]
command = [program, "run", policy, transcript]
# A process starts as a copy of its parent, whose memory then counts. `time` is small, Python is not (about 10 MB),
# so that without `time` small peaks are hidden.
timer = shutil.which("time", path="/usr/bin:/bin")
if timer:
    command = [timer, "-f", "%M", "-o", note] + command
status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
if status not in (0, 1):
    sys.exit(f"{program} ended with exit code {status}")
if timer:
    # `time` writes a line of its own first when the exit code is not 0.
    print(open(note).read().split()[-1])
else:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(peak // 1024 if sys.platform == "darwin" else peak)
PYTHON
}

measure() {
    python3 "$scripts/generate_transcripts.py" "$1" --output "$folder/transcript.jsonl"
    peak "$folder/transcript.jsonl"
}

small=$(measure "$small_mb") || exit 2
large=$(measure "$large_mb") || exit 2
echo "$small_mb MB of transcripts: peak $small KiB"
echo "$large_mb MB of transcripts: peak $large KiB"
python3 -c '
import sys
small, large, most = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
ratio = large / max(small, 1)
print(f"ratio: {ratio:.2f}")
sys.exit(1 if most and ratio > float(most) else 0)
' "$small" "$large" "${RATIO_MAX:-}"
