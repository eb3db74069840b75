#!/usr/bin/env python3
"""The tables of docs/detection.md.

    python3 scripts/detection.py BATON DATA

BATON: the program. DATA: a folder with the public data sets as docs/detection.md names them, in the transcript form.
Prints one table of Markdown for each question. Sets that are not there are left out, and named on standard error.
"""

import collections
import json
import os
import random
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
        '[signal.frustration]\nlabel = "sentiment_mean"\nat_most = -1\nabove = 0.2\n'
        '[signal.dissatisfaction]\nlabel = "sentiment_mean"\nat_most = -1\nabove = 0.3\n',
        ["vader-reviews/amazon-snippets.jsonl"],
    ),
    (
        "the message after an answer that broke the dialogue (most of 30 raters)",
        "".join(
            f'[signal.{name}]\nlabel = "breakdown"\nis = "X"\non = "next message"\n{above}'
            for name, above in [
                ("frustration", "above = 0.3\n"),
                ("dissatisfaction", "above = 0.3\n"),
                ("confusion", ""),
                ("assistant_failing", ""),
            ]
        ),
        ["dbdc3/en-dev.jsonl"],
    ),
    ("Spanish, written for this project", None, [os.path.join(POLICY, f"spanish_{half}.jsonl") for half in ["seen", "unseen"]]),
]


def pairs(path, folder):
    """Two thousand pairs of messages of one intent, two thousand of two, as conversations; drawn from a fixed seed."""
    draw, by_intent = random.Random(3), collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        turn = json.loads(line)["turns"][0]
        by_intent[turn["labels"]["intents"][0]].append(turn["text"])
    intents, written = list(by_intent), os.path.join(folder, "pairs.jsonl")
    with open(written, "w", encoding="utf-8") as out:
        for number in range(4_000):
            intent, same = draw.choice(intents), number % 2 == 0
            first, second = draw.sample(by_intent[intent], 2)
            if not same:
                second = draw.choice(by_intent[draw.choice([other for other in intents if other != intent])])
            turns = [
                {"role": "customer", "text": first},
                {"role": "assistant", "text": "One moment."},
                {"role": "customer", "text": second, "labels": {"asks_again": same}},
            ]
            out.write(json.dumps({"id": f"pair-{number}", "lang": "en", "turns": turns}) + "\n")
    return written


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
    with tempfile.TemporaryDirectory() as folder:
        questions, messages = list(QUESTIONS), os.path.join(data, "banking77/train.jsonl")
        if os.path.exists(messages):
            again = '[signal.asks_again]\nlabel = "asks_again"\nabove = 0.5\n'
            questions.append(("asked again, in pairs of BANKING77", again, [pairs(messages, folder)]))
        tables(baton, data, questions)


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
