#!/usr/bin/env python3
"""mac.py [DIR]: makes register/data/mac/registrants.tsv.gz anew.

DIR holds the registry of the IEEE Registration Authority as Debian's package
ieee-data installs it, by default /usr/share/ieee-data. Nothing is fetched.

A line is a prefix of 6, 7 or 9 hexadecimal digits (blocks MA-L; MA-M; MA-S and
IAB), a tab, and the organisation that it is assigned to, as the registry has it
but for white space. Lines are sorted by prefix. What the authority divides
further and what is registered privately names nobody and is left out. A few old
blocks are assigned to several: they are all named, with " / " between them.
"""
import csv
import gzip
import os
import sys

WHERE = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/ieee-data"
OUT = os.path.join(os.path.dirname(__file__), "..", "register", "data", "mac", "registrants.tsv.gz")
HEAD = """\
# To whom MAC addresses are assigned: the registry of the IEEE Registration Authority, https://standards-oui.ieee.org/, as
# packed in Debian's ieee-data 20220827.1 of 27 August 2022. What was assigned or renamed later is not in it.
# Terms, as that package records them: "Public Domain. IEEE does not assert any copyright in the OUI Public Listing or attempt
# to restrict distribution of the listing in any way." It encourages those who use the list to get it from the IEEE itself.
"""
NOBODY = {"", "PRIVATE", "IEEE REGISTRATION AUTHORITY"}


def registry(where):
    """The organisations of each prefix, in the order of the files."""
    blocks = {}
    for name in ("oui.csv", "mam.csv", "oui36.csv", "iab.csv"):
        with open(os.path.join(where, name), encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f):
                organisation = " ".join(row["Organization Name"].split())
                blocks.setdefault(row["Assignment"].strip().upper(), []).append(organisation)
    return blocks


def main():
    blocks = registry(WHERE)
    named = {prefix: " / ".join(o for o in who if o.upper() not in NOBODY) for prefix, who in blocks.items()}
    text = HEAD + "".join(f"{prefix}\t{who}\n" for prefix, who in sorted(named.items()) if who)
    with open(OUT, "wb") as f, gzip.GzipFile(filename="", fileobj=f, mode="wb", compresslevel=9, mtime=0) as packed:
        packed.write(text.encode())
    print(f"{len(blocks)} blocks, {sum(map(bool, named.values()))} with a name, {len(text)} characters, {os.path.getsize(OUT)} bytes packed")


main()
