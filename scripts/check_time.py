#!/usr/bin/env python3
"""Measures how long the whole process of `baton check` takes, from its start to its end.

    scripts/check_time.py target/release/baton
    scripts/check_time.py target/release/baton --rules 1000 --runs 20

In: the program. A policy like those of support is made up: twelve facts, eight rules in ten keyed by one of 40
categories, two to four further conditions; the same one each time. Out: the time on the clock and of the processor
(user and system, which other work on the machine changes less), each as median and fastest run. --most MS makes a
median of processor time above it a failure (exit 1). Exit 2: the program could not run, or the policy has errors.
Writes to a temporary folder only.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HEAD = """baton 1

policy "Measured" {
  timezone "UTC"
  languages en
  assistant gives confidence, category
  default queue people
  otherwise stay
  on failure hand off to people
}

use "std/signals/en"
use "std/messages/en"

"""


def policy(rules):
    """A policy of so many rules, the same for each number."""
    pick = random.Random(rules)
    lines = [HEAD]
    groups = [f"g{at}" for at in range(8)]
    for group in groups:
        lines.append(f"category {group} {{ {', '.join(f'{group}_{at}' for at in range(5))} }}\n")
    lines.append("fact customer.tier is one of free, pro, enterprise default free\n")
    facts = [f"case.count_{at}" for at in range(6)]
    lines += [f"fact {fact} is count default 0\n" for fact in facts]
    lines.append('queue people "People" { handles everything else }\nqueue care "Care"\n')
    lines.append("threshold confidence { 60% }\n")
    asked = [
        lambda: f"customer.tier is {pick.choice(['free', 'pro', 'enterprise'])}",
        lambda: f"turns above {pick.randint(1, 12)}",
        lambda: f"confidence below {pick.randint(30, 95)}%",
        lambda: pick.choice(["asks_for_human", "threatens_legal_action"]),
        *[lambda fact=fact: f"{fact} at least {pick.randint(1, 9)}" for fact in facts],
    ]
    for at in range(rules):
        conditions = [ask() for ask in pick.sample(asked, pick.randint(2, 4))]
        if pick.random() < 0.8:
            group = pick.choice(groups)
            conditions.insert(0, f"category is {group}.{group}_{pick.randint(0, 4)}")
        action = pick.choice(["offer", "hand off to people", "hand off to care"])
        lines.append(f"rule rule_{at} {{\n  when {' and '.join(conditions)}\n  then {action}\n}}\n")
    return "".join(lines)


def measure(command):
    """Seconds on the clock and of the processor of one run."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if code != 0:
        print(f"{' '.join(command)} ended with exit code {code}", file=sys.stderr)
        sys.exit(2)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--most", type=float, metavar="MS")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy.baton")
        with open(path, "w", encoding="utf-8") as file:
            file.write(policy(arguments.rules))
        command = [arguments.program, "check", path]
        measure(command)
        runs = [measure(command) for _ in range(arguments.runs)]
    for name, times in zip(("clock", "processor"), zip(*runs)):
        print(f"{name}: median {statistics.median(times) * 1000:.1f} ms, fastest {min(times) * 1000:.1f} ms")
    median = statistics.median(one for _, one in runs) * 1000
    sys.exit(1 if arguments.most and median > arguments.most else 0)


if __name__ == "__main__":
    main()
