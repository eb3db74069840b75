#!/usr/bin/env python3
"""Writes transcripts for measuring speed and memory: so many megabytes of JSON Lines.

    scripts/generate_transcripts.py 10 > ten.jsonl
    scripts/generate_transcripts.py 1024 --seed 7 --output big.jsonl

The same size and seed give the same bytes. The conversations are assembled from stock
sentences: they have the shape of real ones, and no meaning. Python 3, standard library.
"""

import argparse
import json
import random
import sys

MEGABYTE = 1024 * 1024
DAY = 86_400
# So many different conversations; beyond them they repeat under other ids.
POOL = 2_000

CATEGORIES = [
    "account.password_reset", "account.profile", "billing.refund", "billing.dispute",
    "technical.outage", "technical.integration",
]
CUSTOMER = {
    "en": [
        "Hi, I have a question about my last invoice.",
        "I've already tried that, it says the same as before",
        "This isn't working",
        "ok, where do I find that?",
        "Can I talk to a real person please?",
        "we were charged twice in March, 39 EUR each, and the form does not let me attach the second invoice",
        "thanks, that did it!",
        "How long does it take?",
        "WHY IS THIS SO HARD",
        "The sync stopped last night at 23:10 and since then nothing arrives, the dashboard shows 61 of 118 groups",
    ],
    "es": [
        "Hola, tengo una duda con la última factura.",
        "Eso ya lo he probado y sale lo mismo",
        "No funciona",
        "vale, ¿y dónde está eso?",
        "¿Puedo hablar con una persona, por favor?",
        "nos habéis cobrado dos veces en marzo, 39 € cada una, y el formulario no deja adjuntar la segunda factura",
        "¡gracias, ya está!",
        "¿Cuánto tarda?",
    ],
}
ASSISTANT = {
    "en": [
        "I can help with that. Could you tell me the number of the invoice?",
        "You find it under Settings > Plan > Add-ons. Changes take effect at the end of the month.",
        "I have checked your account and the charge is valid. It belongs to the renewal of March 15.",
        "Please empty the cache of the browser and try again. If that does not help, try a private window.",
        "I have sent you a link. It is valid for 30 minutes; please look into the spam folder as well.",
    ],
    "es": [
        "Claro. ¿Me puede decir el número de la factura?",
        "Lo encuentra en Ajustes > Plan > Complementos. Los cambios se aplican a final de mes.",
        "He mirado su cuenta y el cargo es correcto. Corresponde a la renovación del 15 de marzo.",
        "Le he enviado un enlace. Vale 30 minutos; mire también en la carpeta de correo no deseado.",
    ],
}
ATTEMPTS = ["looked up the invoice", "sent a reset link", "checked the status page", "explained the setting"]


def turns(rng, lang):
    """A customer and an assistant, by turns, each with what a service would know."""
    at, category, made = 0, rng.choice(CATEGORIES), []
    for number in range(rng.randint(4, 24)):
        if number % 2 == 0:
            turn = {"role": "customer", "text": rng.choice(CUSTOMER[lang]), "at": at}
            if rng.random() < 0.5:
                turn["sentiment"] = rng.randint(-90, 60) / 100
        else:
            turn = {"role": "assistant", "text": rng.choice(ASSISTANT[lang]), "at": at, "category": category}
            turn["confidence"] = rng.randint(30, 99) / 100
            turn["attempted"] = rng.sample(ATTEMPTS, rng.randint(0, 3))
        made.append(turn)
        at += rng.randint(4, 90)
    return made


def conversation(rng):
    """A conversation without its id, as the JSON that follows the id."""
    lang = "es" if rng.random() < 0.25 else "en"
    day = rng.randint(1, 28)
    history = [
        {"days_ago": rng.randint(1, 90), "category": rng.choice(CATEGORIES), "text": rng.choice(CUSTOMER[lang])}
        for _ in range(rng.choice([0, 0, 1, 1, 2, 4]))
    ]
    rest = {
        "lang": lang,
        "channel": "chat",
        "started": f"2026-{rng.randint(1, 12):02}-{day:02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:00Z",
        "customer": {
            "tier": rng.choice(["free", "pro", "pro", "enterprise"]),
            "lifetime_value": rng.randint(0, 20_000),
            "account_id": f"AC-{rng.randint(10_000, 99_999)}",
        },
        "history": history,
        "facts": {"plan.renews_in": rng.randint(0, 365) * DAY, "dispute.invoices": rng.choice([0, 0, 0, 1, 2])},
        "turns": turns(rng, lang),
    }
    return json.dumps(rest, ensure_ascii=False)[1:].encode()


def write(output, size, seed):
    """Writes whole lines until there are at least `size` bytes."""
    rng = random.Random(seed)
    pool = [conversation(rng) for _ in range(POOL)]
    written = number = 0
    while written < size:
        line = b'{"id": "g-%d", %s\n' % (number, pool[number % POOL])
        output.write(line)
        written += len(line)
        number += 1


def main():
    parser = argparse.ArgumentParser(description="Writes transcripts for measuring speed and memory.")
    parser.add_argument("megabytes", type=float, help="how much to write (1 MB = 1,048,576 bytes)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other conversations")
    parser.add_argument("--output", help="a file; standard output without it")
    given = parser.parse_args()
    size = int(given.megabytes * MEGABYTE)
    if given.output:
        with open(given.output, "wb") as output:
            write(output, size, given.seed)
    else:
        write(sys.stdout.buffer, size, given.seed)


if __name__ == "__main__":
    main()
