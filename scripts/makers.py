#!/usr/bin/env python3
"""makers.py DIR...: makes register/data/makers/*.tsv anew.

DIR are trees in which npm packages are installed, such as .bench/node; the rest
comes from Debian's package index (apt-cache dumpavail, after apt-get update).
No registry is asked. Who is behind a package is the account that holds its
repository: as its own package.json says, in the newest version that is
installed, or as the homepage of Debian's package has it, where that is the
repository of the same name.
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.join(os.path.dirname(__file__), "..", "register", "data", "makers")
FORGE = re.compile(r"^(?:www\.)?((?:github|gitlab|bitbucket|codeberg|gitee)\.(?:com|org))/+([A-Za-z0-9_.-]+)/([^/#?]+)")
NOT_THE_PACKAGE = re.compile(r"/(test|tests|fixtures|example|examples|__tests__)/")


def account(address):
    """The account and the name of a repository on a forge, or None."""
    address = address.strip()
    short = re.match(r"^(?:github:)?([A-Za-z0-9-]+)/([A-Za-z0-9_.-]+)$", address)
    if short:
        return "github.com/" + short.group(1), short.group(2)
    plain = re.sub(r"^(git\+)?[a-z+]+://", "", address)
    plain = re.sub(r"^[^/@]*@", "", plain).replace(":", "/", 1)
    long = FORGE.match(plain)
    return (long.group(1) + "/" + long.group(2), re.sub(r"\.git$", "", long.group(3))) if long else None


def installed(roots):
    """What npm packages say of themselves, by name: of the newest version."""
    newest = {}
    for root in roots:
        for place, _, files in os.walk(root):
            if "package.json" not in files or NOT_THE_PACKAGE.search(place):
                continue
            try:
                with open(os.path.join(place, "package.json")) as f:
                    package = json.load(f)
            except (OSError, ValueError):
                continue
            name = package.get("name") if isinstance(package, dict) else None
            if not isinstance(name, str) or name.startswith("@") or not package.get("version") or os.path.basename(place) != name:
                continue
            maker = maker_of(package)
            version = tuple(int(n) if n.isdigit() else 0 for n in re.split(r"[.+-]", str(package["version"]))[:3])
            if maker and (name not in newest or newest[name][0] < version):
                newest[name] = version, maker
    return {name: maker for name, (_, maker) in newest.items()}


def maker_of(package):
    repository = package.get("repository")
    repository = repository.get("url") if isinstance(repository, dict) else repository
    found = account(repository) if isinstance(repository, str) else None
    if found:
        return found[0]
    author = package.get("author")
    author = author.get("name") if isinstance(author, dict) else author
    if not isinstance(author, str):
        return None
    author = re.sub(r"\s*[<(].*$", "", author).strip()
    return author if author and len(author) < 60 and "/" not in author else None


def plain(name):
    return re.sub(r"(^node|^js|js$|^npm|^jquery|^ruby|^rust)", "", re.sub(r"[^a-z0-9]", "", name.lower()))


def debian():
    """Of each ecosystem, the names whose homepage in Debian is their repository."""
    found = {"npm": {}, "gem": {}, "cargo": {}}
    index = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, errors="replace", check=True).stdout
    for record in index.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in record.split("\n") if ": " in line and line[0] not in " \t")
        package, home = fields.get("Package", ""), account(fields.get("Homepage", ""))
        for before, behind, ecosystem in (("node-", "", "npm"), ("ruby-", "", "gem"), ("librust-", "-dev", "cargo")):
            if not home or not package.startswith(before) or not package.endswith(behind):
                continue
            name = package[len(before):len(package) - len(behind)]
            same = {plain(name), plain(name + "rs"), plain("rust" + name), plain("ruby" + name), plain(name + "ruby"), plain("rs" + name)}
            if "+" not in name and plain(home[1]) in same:
                found[ecosystem][name] = home[0]
    return found


def write(ecosystem, makers, head):
    with open(os.path.join(HERE, ecosystem + ".tsv"), "w") as f:
        f.writelines("# " + line + "\n" for line in head)
        f.writelines("%s\t%s\n" % (name, makers[name]) for name in sorted(makers, key=str.encode))
    print(ecosystem, len(makers), file=sys.stderr)


def main():
    day = subprocess.run(["date", "-u", "+%F"], capture_output=True, text=True, check=True).stdout.strip()
    found = debian()
    found["npm"].update(installed(sys.argv[1:]))
    write("npm", found["npm"], [
        "Who is behind a package of npm that has no scope: the account that holds its repository, else its author. From what",
        "packages say of themselves where they are installed, in the newest version, and from the homepages of Debian 12's packages",
        "node-NAME, where they are the repository of that name. Read on %s; the pages for people are" % day,
        "https://www.npmjs.com/package/NAME and https://packages.debian.org/bookworm/node-NAME."])
    for ecosystem, package in (("gem", "ruby-NAME"), ("cargo", "librust-NAME-dev")):
        write(ecosystem, found[ecosystem], [
            "Who is behind a name: the account that holds its repository, as the homepage of Debian 12's package %s has it," % package,
            "where that is the repository of that name. Read on %s; https://packages.debian.org/bookworm/%s." % (day, package)])


if __name__ == "__main__":
    main()
