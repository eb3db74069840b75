#!/usr/bin/env python3
"""Counts instructions of listening with all standard signals, beside reading alone and a bare scan.

    cargo bench --bench ears --no-run
    scripts/ears_instructions.py target/release/deps/ears-HASH

Needs valgrind. In: the bench, built. Out: for each the instructions of one pass over the messages of `examples/` (those
of one pass taken off those of two), for each byte, and times those of the bare scan.
"""

import os
import re
import subprocess
import sys
import tempfile


def instructions(bench, what, passes):
    """All that so many passes take, and the bytes of one."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", bench]
        settings = {**os.environ, "BATON_EARS": what, "BATON_PASSES": str(passes)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    found, size = re.search(r"Collected : (\d+)", done.stderr), re.search(r"(\d+) bytes", done.stdout)
    if not found or not size:
        sys.exit(f"valgrind did not count:\n{done.stderr}")
    return int(found.group(1)), int(size.group(1))


def main():
    """Prints the table."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    counts = {}
    for what in ["all", "read", "scan"]:
        once, size = instructions(sys.argv[1], what, 1)
        counts[what] = instructions(sys.argv[1], what, 2)[0] - once
    print("| | instructions | a byte | times the bare scan |\n| --- | ---: | ---: | ---: |")
    for what, name in [("all", "all standard signals"), ("read", "of it, reading alone"), ("scan", "bare scan")]:
        count = counts[what]
        print(f"| {name} | {count:,} | {count / size:.0f} | {count / counts['scan']:.1f} |")


main()
