#!/usr/bin/env python3
"""Checks components.jsonl: as many as were drawn, each whole, none twice."""
import collections
import json
import os
import sys

FIELDS = {"maintainer", "original-maintainer", "vendor", "packager", "supplier", "author", "maintainers", "developer", "publisher",
          "organization", "homepage", "repository", "copyright", "upstream-contact", "source"}
HOSTS = {"gitlab", "bitbucket", "sourceforge", "npm", "pypi", "maven", "crates.io", "packagist", "github.com", "npmjs.com"}


def faults(number, c):
    item, label = c["item"], c["label"]
    if item["purl"] != c["purl"] or not item["name"]:
        yield "item is not that of the package URL"
    if not c["purl"].startswith(f"pkg:{c['ecosystem']}/"):
        yield "package URL is of another ecosystem"
    for d in item["declared"]:
        if d["field"] not in FIELDS or not d["value"].strip():
            yield f"declares {d}"
    if not label["developer"] and not label.get("unknown"):
        yield "label names nobody"
    for name in label["developer"] + label.get("supplier", []):
        if name != name.strip() or not name or name.lower() in HOSTS:
            yield f"name {name!r}"
    if len(set(label["developer"])) != len(label["developer"]):
        yield "names somebody twice"
    if (c["ecosystem"] in ("deb", "rpm", "apk")) != bool(label.get("supplier")):
        yield "a package of a distribution, and no other, has a supplier"
    if not label["why"] or not label["source"].startswith("http"):
        yield "no reason, or no source"


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "components.jsonl")
    with open(path, encoding="utf-8") as f:
        components = [json.loads(line) for line in f]
    found = [f"line {n}: {c['purl']}: {fault}" for n, c in enumerate(components, 1) for fault in faults(n, c)]
    twice = [p for p, n in collections.Counter(c["purl"] for c in components).items() if n > 1]
    found += [f"{p}: twice" for p in twice]
    if len(components) != 500:
        found.append(f"{len(components)} components, want 500")
    print(*found, sep="\n", end="\n" if found else "")
    print(len(components), dict(collections.Counter(c["ecosystem"] for c in components)))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
