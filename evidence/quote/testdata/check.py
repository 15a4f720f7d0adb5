#!/usr/bin/env python3
"""Checks labelled files: every label is a part of its text, at the bytes it names.

Run it in this folder: check.py [file], without one for labelled.jsonl. It
prints the counts of the README and leaves with status 1 if a label does not
fit.
"""
import collections
import json
import sys

KINDS = {"assertion", "denial", "confirmation", "opinion", "announcement", "official-act"}


def faults(article):
    """Yields what is wrong with one article."""
    text, data = article["text"], article["text"].encode()
    if not 150 <= len(text.split()) <= 450:
        yield "length"
    if article["split"] not in ("tuning", "held-out"):
        yield "split"
    for words in article["not_quotes"]:
        if words not in text:
            yield f"not_quotes: {words}"
    taken = set()
    for claim in article["claims"]:
        if claim["kind"] not in KINDS or (claim.get("partial") and not claim["quote"]):
            yield f"kind: {claim}"
        if not claim["speaker"] or not claim["text"]:
            yield f"empty: {claim}"
        for field in ("speaker_text", "verb"):
            if claim[field] not in text:
                yield f"{field}: {claim[field]}"
        if len(claim["at"]) != len(claim["text"]):
            yield f"at: {claim}"
        for (start, end), piece in zip(claim["at"], claim["text"]):
            if data[start:end] != piece.encode() or piece != piece.strip() or "\n" in piece:
                yield f"piece: {piece}"
            if (start, end) in taken:
                yield f"twice: {piece}"
            taken.add((start, end))


def main():
    bad, ids, counts = 0, set(), collections.defaultdict(collections.Counter)
    with open((sys.argv[1:] or ["labelled.jsonl"])[0], encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            count = counts[article["split"]]
            for fault in faults(article):
                print(article["id"], fault)
                bad += 1
            bad += article["id"] in ids
            ids.add(article["id"])
            count["articles"] += 1
            count["words"] += len(article["text"].split())
            count["not_quotes"] += len(article["not_quotes"])
            for claim in article["claims"]:
                form = "partial" if claim.get("partial") else "direct" if claim["quote"] else "reported"
                count.update(["claims", claim["kind"], form])
                count["in pieces"] += len(claim["text"]) > 1
                count["off record"] += not claim["on_record"]
                count["without verb"] += claim["verb"] == ""
    for split, count in counts.items():
        print(split, dict(sorted(count.items())))
    return bad > 0


sys.exit(main())
