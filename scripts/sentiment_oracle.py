#!/usr/bin/env python3
"""Makes what the sentiment tests and lists take from vaderSentiment 3.3.2 (pip install vaderSentiment==3.3.2).

    sentiment_oracle.py lexicon         writes rules/lexicon/en.txt and emoji.txt
    sentiment_oracle.py corpus DATA     writes tests/corpus/sentiment/oracle.tsv and human.tsv

DATA is the folder with vader-reviews, tau-airline and banking77 as JSON Lines.
Deterministic: sentences are taken at a fixed stride.
"""

import json
import pathlib
import sys

from vaderSentiment import vaderSentiment as vader

ROOT = pathlib.Path(__file__).resolve().parent.parent
LISTS = ROOT / "rules/lexicon"
CORPUS = ROOT / "tests/corpus/sentiment"
ORACLE = vader.SentimentIntensityAnalyzer()

# What single words do to their neighbours; multi-word behaviour follows below.
ROLES = [
    ("denies", ["no"]),
    ("joins", ["or", "nor"]),
    ("least", ["least"]),
    ("spares least", ["at", "very"]),
    ("never", ["never"]),
    ("heightens", ["so", "this"]),
    ("without", ["without"]),
    ("doubt", ["doubt"]),
    ("contrasts", ["but"]),
]


def reachable(token):
    """Whether any text can yield this token: lower case, no blanks, no punctuation that is stripped."""
    stripped = vader.SentiText("")._strip_punc_if_word(token)
    return token == token.lower() and " " not in token and stripped == token


def lexicon():
    lines = [
        "English: words and their mean valence, negations, degree words, phrases.",
        "Made by scripts/sentiment_oracle.py from vaderSentiment 3.3.2; see README.md and LICENSE.",
        "A line without a tab is a comment.",
    ]
    boosters = vader.BOOSTER_DICT
    negations = sorted(word for word in vader.NEGATE if "n't" not in word)
    lines += ["n't\tnegates inside", " ".join(negations) + "\tnegates"]
    for name, sign in [("boosts", 1), ("dampens", -1)]:
        lines.append(" ".join(sorted(w for w, v in boosters.items() if v * sign > 0 and " " not in w)) + "\t" + name)
    lines += [f"{phrase}\tphrase dampens" for phrase in sorted(boosters) if " " in phrase]
    lines += [f"{' '.join(words)}\t{name}" for name, words in ROLES]
    lines += [f"{phrase}\tphrase {value:g}" for phrase, value in sorted(vader.SPECIAL_CASES.items()) if " " in phrase]
    lines += [f"{token}\t{value:g}" for token, value in sorted(ORACLE.lexicon.items()) if reachable(token)]
    (LISTS / "en.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    emoji = [f"{emoji}\tmeans {words}" for emoji, words in sorted(ORACLE.emojis.items()) if len(emoji) == 1]
    (LISTS / "emoji.txt").write_text("\n".join(emoji) + "\n", encoding="utf-8")


def customers(path, stride):
    """Every stride-th customer text of a file, on one line each, without repetitions."""
    texts, seen = [], set()
    for line in path.open(encoding="utf-8"):
        for turn in json.loads(line)["turns"]:
            text = " ".join(turn["text"].split())
            if turn["role"] == "customer" and text and text not in seen:
                seen.add(text)
                texts.append((text, turn.get("labels", {}).get("sentiment_mean")))
    return texts[::stride]


def corpus(data):
    own = [line for line in (CORPUS / "rules.txt").read_text(encoding="utf-8").splitlines() if line]
    reviews = customers(data / "vader-reviews/amazon-snippets.jsonl", 8)
    parts = [
        ("own sentences, one or more for each rule", own),
        ("vader-reviews", [text for text, _ in reviews]),
        ("tau-airline", [text for text, _ in customers(data / "tau-airline/tasks00-24.jsonl", 2)]),
        ("banking77", [text for text, _ in customers(data / "banking77/train.jsonl", 40)]),
    ]
    with (CORPUS / "oracle.tsv").open("w", encoding="utf-8") as out:
        for name, texts in parts:
            out.write(f"# {name}\n")
            for text in texts:
                out.write(f"{text}\t{ORACLE.polarity_scores(text)['compound']}\n")
    with (CORPUS / "human.tsv").open("w", encoding="utf-8") as out:
        out.writelines(f"{text}\t{mean}\n" for text, mean in reviews)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["lexicon"]:
            lexicon()
        case ["corpus", folder]:
            corpus(pathlib.Path(folder))
        case _:
            sys.exit(__doc__)
