#!/usr/bin/env python3
"""The tables of docs/detection.md.

    python3 scripts/detection.py BATON DATA

BATON: the program. DATA: a folder with the public data sets as docs/detection.md names them, in the transcript form.
Prints one table of Markdown for each question. Sets that are not there are left out, and named on standard error.
"""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
POLICY = os.path.join(HERE, "..", "examples", "detection")

# Title, map, files.
QUESTIONS = [
    (
        "asks for a person",
        '[signal.asks_for_human]\nlabel = "handoff_request"\n',
        [
            "handoff-intents/nlupp-banking-folds00-09.jsonl",
            "handoff-intents/rasa-helpdesk.jsonl",
            "handoff-intents/rasa-financial.jsonl",
            "handoff-intents/ibm-banking.jsonl",
            "handoff-intents/clinc150-val-negatives.jsonl",
            "banking77/train.jsonl",
        ],
    ),
    (
        "thanks",
        '[signal.thanks]\nlabel = "intents"\nis = ["thankyou", "thank_you", "thank", "thanks"]\n',
        [
            "multidogo/customer-turns-dev.jsonl",
            "handoff-intents/nlupp-banking-folds00-09.jsonl",
            "handoff-intents/rasa-helpdesk.jsonl",
            "handoff-intents/rasa-financial.jsonl",
            "handoff-intents/clinc150-val-negatives.jsonl",
        ],
    ),
    (
        "an unhappy sentence of a review (mean of the raters at most -1)",
        '[signal.frustration]\nlabel = "sentiment_mean"\nat_most = -1\nabove = 0.2\n',
        ["vader-reviews/amazon-snippets.jsonl"],
    ),
    (
        "the message after an answer that broke the dialogue (most of 30 raters)",
        "".join(
            f'[signal.{name}]\nlabel = "breakdown"\nis = "X"\non = "next message"\n{above}'
            for name, above in [
                ("frustration", "above = 0.3\n"),
                ("confusion", ""),
            ]
        ),
        ["dbdc3/en-dev.jsonl"],
    ),
    ("Spanish, written for this project", None, [os.path.join(POLICY, f"spanish_{half}.jsonl") for half in ["seen", "unseen"]]),
]


def measure(baton, map_text, files):
    """What `baton evaluate` says, as JSON."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as written:
        command = [baton, "evaluate", POLICY, *files, "--format", "json", "--errors", "0"]
        if map_text:
            written.write(map_text)
            written.flush()
            command += ["--map", written.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def shown(rate, percent=False):
    """A rate with its interval."""
    if rate["value"] is None:
        return "-"
    factor, digits = (100, 2) if percent else (1, 2)
    value = f"{rate['value'] * factor:.{digits}f}" + (" %" if percent else "")
    if rate["low"] is None:
        return value
    return f"{value} ({rate['low'] * factor:.{digits}f} to {rate['high'] * factor:.{digits}f})"


def main():
    """Prints the tables."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    baton, data = sys.argv[1:]
    tables(baton, data, QUESTIONS)


def tables(baton, data, questions):
    """Prints a table for each question."""
    for title, map_text, names in questions:
        files = [os.path.join(data, name) for name in names]
        for name in [name for name, path in zip(names, files) if not os.path.exists(path)]:
            print(f"{name} is not there", file=sys.stderr)
        files = [path for path in files if os.path.exists(path)]
        if not files:
            continue
        print(f"\n{title}\n\n| signal | set | labels | yes | precision | recall | F1 | false alarms | AUC |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for result in measure(baton, map_text, files)["results"]:
            for score in [result["all"], *result["by_set"]]:
                name = os.path.splitext(os.path.basename(score["set"]))[0] if score["set"] else "all"
                yes = score["hits"] + score["misses"]
                labels = yes + score["false_alarms"] + score["rejections"]
                cells = [result["name"], name, labels, yes, shown(score["precision"]), shown(score["recall"])]
                cells += [shown(score["f1"]), shown(score["false_alarm_rate"], True), shown(score["auc"])]
                print("| " + " | ".join(str(cell) for cell in cells) + " |")


if __name__ == "__main__":
    main()
