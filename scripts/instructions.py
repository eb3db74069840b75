#!/usr/bin/env python3
"""Counts instructions of a dry run on messages of n and 2n bytes that are made to be hard.

    scripts/instructions.py target/release/baton examples/public/policy.baton

Needs valgrind. In: the program and a policy. Out: for each shape of message the instructions that its bytes cost
(those of an empty message taken off) at both sizes, and the ratio; a linear program has about 2. Exit code 1 when a
ratio is above 2.2.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BYTES = 7_000
RATIO_MAX = 2.2
SHAPES = {
    "beginnings of phrases": "I want to speak to speak to talk to a ",
    "one word, again and again": "agent ",
    "almost words": "agnet opreator represntative ",
    "capitals and marks": "WHY!!! NO?! ",
    "one endless word": "a",
    "short sentences": "no. ",
    "yes and no": "no, ",
    "gaps everywhere": "not sure if we are ever going to ",
    "accents": "¿está ahí algún asesor? ",
    "emoji": "😡👎 ",
}


def instructions(program: str, policy: str, message: str, folder: Path) -> int:
    transcript = folder / "one.jsonl"
    transcript.write_text(json.dumps({"id": "x", "turns": [{"role": "customer", "text": message}]}))
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'out'}", program, "run", policy, str(transcript)]
    printed = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    found = re.search(r"Collected : (\d+)", printed)
    if not found:
        sys.exit(f"valgrind did not count:\n{printed}")
    return int(found.group(1))


def main() -> int:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, policy = sys.argv[1:]
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = instructions(program, policy, "x", folder)
        print(f"{'message':<28}{BYTES:>12} bytes{2 * BYTES:>12} bytes   ratio")
        for shape, piece in SHAPES.items():
            text = (piece * (2 * BYTES))[: 2 * BYTES]
            cut = lambda size: text.encode()[:size].decode(errors="ignore")
            once = instructions(program, policy, cut(BYTES), folder) - empty
            twice = instructions(program, policy, cut(2 * BYTES), folder) - empty
            worst = max(worst, twice / once)
            print(f"{shape:<28}{once:>18,}{twice:>18,}   {twice / once:.2f}")
    return 0 if worst <= RATIO_MAX else 1


sys.exit(main())
