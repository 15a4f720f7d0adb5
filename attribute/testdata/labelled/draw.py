#!/usr/bin/env python3
"""Draws the sample that components.jsonl labels.

Each frame is a function: it lists all that it has, sorted, and the draw takes
from it with one generator of fixed seed, so that the same frames give the same
sample. What is drawn comes out as JSON lines, an item each, not yet labelled.
README.md says what the frames were on the day.
"""
import argparse
import email.parser
import glob
import json
import os
import random
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from urllib.parse import quote

SEED = 20261121


def purl(kind, namespace, name, version, **qualifiers):
    """The canonical form of https://github.com/package-url/purl-spec."""
    if kind in ("golang", "composer", "deb", "apk", "rpm"):
        namespace = namespace.lower()
    if kind in ("golang", "composer", "deb", "apk"):
        name = name.lower()
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    parts = [quote(p, safe="-._~") for p in namespace.split("/") if p] + [quote(name, safe="-._~")]
    url = f"pkg:{kind}/" + "/".join(parts)
    if version:
        url += "@" + quote(version, safe="-._~:")
    pairs = [f"{k}={quote(v, safe='-._~:')}" for k, v in sorted(qualifiers.items()) if v]
    return url + ("?" + "&".join(pairs) if pairs else "")


def declare(*pairs):
    return [{"field": f, "value": v.strip()} for f, v in pairs if isinstance(v, str) and v.strip()]


def component(ecosystem, name, version, url, declared, place):
    item = {"kind": "package", "name": name, "version": version, "purl": url, "declared": declared}
    return {"purl": url, "ecosystem": ecosystem, "item": item, "place": place}


def paragraphs(text):
    """The paragraphs of a control file, as dictionaries."""
    for block in text.split("\n\n"):
        fields, key = {}, None
        for line in block.split("\n"):
            if line[:1] in (" ", "\t") and key:
                fields[key] += "\n" + line.strip()
            elif ":" in line:
                key, value = line.split(":", 1)
                fields[key] = value.strip()
        if fields:
            yield fields


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


# Go: a module's path is all that a scanner sees.

def golang(cache, vendor):
    modules = {}
    for mod in glob.glob(cache + "/cache/download/**/@v/*.mod", recursive=True):
        path, version = os.path.relpath(mod, cache + "/cache/download").split("/@v/")
        plain = re.sub(r"!([a-z])", lambda m: m[1].upper(), path)
        modules.setdefault(plain, set()).add(re.sub(r"!([a-z])", lambda m: m[1].upper(), version[:-4]))
    for line in read(vendor).split("\n"):
        words = line.split()
        if len(words) == 3 and words[0] == "#" and words[2].startswith("v"):
            modules.setdefault(words[1], set()).add(words[2])
    for path, versions in sorted(modules.items()):
        version = max(versions)
        namespace, _, name = path.rpartition("/")
        yield component("golang", path, version, purl("golang", namespace, name, version), [], "go.mod")


# npm: what package.json says.

def person(p):
    if isinstance(p, dict):
        return " ".join(v for v in (p.get("name"), f"<{p['email']}>" if p.get("email") else "", f"({p['url']})" if p.get("url") else "") if v)
    return p if isinstance(p, str) else ""


def npm(root):
    seen = {}
    for manifest in sorted(glob.glob(root + "/**/node_modules/*/package.json", recursive=True)
                           + glob.glob(root + "/**/node_modules/@*/*/package.json", recursive=True)):
        try:
            m = json.loads(read(manifest))
        except ValueError:
            continue
        name, version = m.get("name"), m.get("version")
        if not name or not version or not manifest.endswith(f"/node_modules/{name}/package.json"):
            continue
        scope, _, short = name.rpartition("/")
        repository = m.get("repository")
        if isinstance(repository, dict):
            repository = repository.get("url")
        maintainers = m.get("maintainers") or []
        declared = declare(("author", person(m.get("author"))), ("publisher", m.get("publisher")),
                           *[("maintainers", person(p)) for p in (maintainers if isinstance(maintainers, list) else [])],
                           ("homepage", m.get("homepage")), ("repository", repository))
        seen.setdefault(name, component("npm", name, version, purl("npm", scope, short, version), declared,
                                        os.path.relpath(manifest, root)))
    return [seen[n] for n in sorted(seen)]


# Debian: the status record, and the copyright file where the package is installed.

def deb_item(p, extra, place):
    name, version = p["Package"], p["Version"]
    declared = declare(("maintainer", p.get("Maintainer")), ("original-maintainer", p.get("Original-Maintainer")),
                       ("homepage", p.get("Homepage"))) + extra
    c = component("deb", name, version, purl("deb", "debian", name, version, arch=p.get("Architecture"), distro="debian-12"), declared, place)
    c["source-package"] = p.get("Source", name).split()[0]
    return c


def copyright(path):
    """Contact, source and first holder, of a copyright file in the machine-readable form."""
    if not os.path.exists(path):
        return []
    text = read(path)
    if "Format" not in text[:300]:
        return []
    contact = source = holder = None
    for p in paragraphs(text):
        contact = contact or p.get("Upstream-Contact")
        source = source or p.get("Source")
        if p.get("Files", "").split("\n")[0].strip() == "*" and not holder:
            holder = (p.get("Copyright", "").strip().split("\n") or [""])[0]
            holder = re.sub(r"^(?:©|\(c\)|copyright|[\d\s,–-]|present)+", "", holder, flags=re.I)
    return declare(("upstream-contact", contact and contact.split("\n")[0]), ("source", source and source.split("\n")[0]), ("copyright", holder))


def deb_all(available):
    for p in sorted(paragraphs(read(available)), key=lambda p: (p.get("Package", ""), p.get("Version", ""))):
        if "Package" in p:
            yield deb_item(p, [], "status record")


def deb_installed(roots):
    for root in roots:
        for p in sorted(paragraphs(read(root + "/var/lib/dpkg/status")), key=lambda p: p.get("Package", "")):
            if "installed" in p.get("Status", "").split() and "Version" in p:
                if extra := copyright(f"{root}/usr/share/doc/{p['Package']}/copyright"):
                    yield deb_item(p, extra, "status record and copyright file")


# Python: METADATA, PKG-INFO, egg-info.

LABELS = {"homepage": "homepage", "home": "homepage", "repository": "repository", "source": "repository",
          "sourcecode": "repository", "source code": "repository", "code": "repository", "github": "repository"}


def pypi(packages):
    for package in sorted(os.listdir(packages)):
        found = [f for pattern in ("*.dist-info/METADATA", "*.egg-info/PKG-INFO", "*.egg-info")
                 for f in glob.glob(f"{packages}/{package}/usr/lib/python3*/**/{pattern}", recursive=True) if os.path.isfile(f)]
        if not found:
            continue
        m = email.parser.HeaderParser().parsestr(read(sorted(found)[0]))
        pairs = []
        for key, value in m.items():
            value = str(value).replace("\n", " ")
            if value == "UNKNOWN":
                continue
            key = key.lower()
            if key in ("author", "author-email"):
                pairs.append(("author", value))
            elif key in ("maintainer", "maintainer-email"):
                pairs.append(("maintainer", value))
            elif key == "home-page":
                pairs.append(("homepage", value))
            elif key == "project-url":
                label, _, address = value.partition(",")
                if label.strip().lower() in LABELS:
                    pairs.append((LABELS[label.strip().lower()], address))
        c = component("pypi", m["Name"], m["Version"], purl("pypi", "", m["Name"], m["Version"]), declare(*pairs), os.path.basename(os.path.dirname(found[0])) + "/" + os.path.basename(found[0]))
        yield c | {"package": package}


# Maven: the project file and those that it inherits from.

def local(e):
    return e.tag.rsplit("}", 1)[-1]


def child(e, *names):
    for name in names:
        e = next((c for c in e if local(c) == name), None) if e is not None else None
    return (e.text or "").strip() if e is not None and len(e) == 0 else e


def text_of(e, *names):
    v = child(e, *names)
    return v if isinstance(v, str) else ""


def inside(c, packages):
    """The component with what its archive says of it, if that says anything:
    a distribution strips the project file beside it."""
    jars = sorted(glob.glob(f"{packages}/{c['package']}/**/*.jar", recursive=True))
    artifact = c["item"]["name"].split(":")[1]
    own = [j for j in jars if re.fullmatch(re.escape(artifact) + r"(-\d.*)?\.jar", os.path.basename(j))]
    for jar in own or (jars if len(jars) == 1 else []):
        declared = []
        try:
            with zipfile.ZipFile(jar) as z:
                for name in z.namelist():
                    if re.search(rf"META-INF/maven/.*/{re.escape(artifact)}/pom\.xml$", name):
                        described = pom(z.open(name), "")
                        declared += described["item"]["declared"] if described else []
                if "META-INF/MANIFEST.MF" in z.namelist():
                    declared += manifest(z.read("META-INF/MANIFEST.MF").decode(errors="replace"))
        except (zipfile.BadZipFile, OSError):
            continue
        if declared:
            unique = [d for i, d in enumerate(declared) if d not in declared[:i]]
            return c | {"item": c["item"] | {"declared": unique}, "place": os.path.basename(jar)}
    return c


def manifest(text):
    text = text.replace("\r\n", "\n").replace("\n ", "")
    headers = dict(line.split(": ", 1) for line in text.split("\n") if ": " in line)
    return declare(("vendor", headers.get("Implementation-Vendor")), ("vendor", headers.get("Bundle-Vendor")),
                   ("homepage", headers.get("Implementation-URL")), ("homepage", headers.get("Bundle-DocURL")))


def maven(packages):
    for package in sorted(os.listdir(packages)):
        root = f"{packages}/{package}/usr/share/maven-repo"
        poms = [p for p in sorted(glob.glob(root + "/**/*.pom", recursive=True)) if not os.path.islink(p) and os.path.basename(os.path.dirname(p)) != "debian"]
        poms = poms or [p for p in sorted(glob.glob(root + "/**/*.pom", recursive=True)) if os.path.isfile(p)]
        made = [c for c in (pom(p, root) for p in poms) if c]
        if made:
            yield [c | {"package": package} for c in made]


def pom(path, root):
    organization = home = repository = ""
    developers, group, version, name = [], "", "", ""
    at, depth, place = path, 0, path if isinstance(path, str) else ""
    while at and depth < 10:
        try:
            p = ET.parse(at).getroot()
        except (ET.ParseError, OSError):
            break
        if depth == 0:
            name = text_of(p, "artifactId")
            group = text_of(p, "groupId") or text_of(p, "parent", "groupId")
            version = text_of(p, "version") or text_of(p, "parent", "version")
        plain = lambda v: "" if "${" in v else v
        organization = organization or plain(text_of(p, "organization", "name"))
        home = home or plain(text_of(p, "url")) or plain(text_of(p, "organization", "url"))
        repository = repository or plain(text_of(p, "scm", "url"))
        listed = [c for c in p if local(c) == "developers"]
        if listed and not developers:
            for d in list(listed[0])[:5]:
                organization = organization or plain(text_of(d, "organization"))
                developers.append(plain(text_of(d, "name")))
        g, a, v = (text_of(p, "parent", k) for k in ("groupId", "artifactId", "version"))
        at = f"{root}/{g.replace('.', '/')}/{a}/{v}/{a}-{v}.pom" if g and a and v else ""
        at, depth = at if os.path.isfile(at) else "", depth + 1
    if not name or not group:
        return None
    return component("maven", f"{group}:{name}", version, purl("maven", group, name, version),
                     declare(("organization", organization), ("homepage", home), ("repository", repository),
                             *[("developer", d) for d in developers]), os.path.relpath(place, root) if place else "")


# Installed gems: their specifications, which are plain strings.

def strings(text):
    """The string literals of a line of Ruby, with their escapes undone."""
    plain = lambda s: re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), s)
    return [plain(a or b) for a, b in re.findall(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'', text)]


def gem(roots):
    seen = {}
    for root in roots:
        for path in sorted(glob.glob(root + "/**/specifications/**/*.gemspec", recursive=True)):
            spec = read(path)
            value = lambda f: (re.search(r'^\s*\w+\.%s\s*=\s*(?:Gem::Version\.new\(?\s*)?["\']([^"\'#]+)["\']' % f, spec, re.M) or [None, ""])[1]
            several = lambda f: strings((re.search(r'^\s*\w+\.%s\s*=\s*(.+)$' % f, spec, re.M) or [None, ""])[1])
            name, version = value("name"), value("version")
            source = (re.search(r'["\']source_code_uri["\'](?:\.freeze)?\]?\s*=>?\s*["\']([^"\'#]+)["\']', spec) or [None, ""])[1]
            if name and version and name not in seen:
                seen[name] = component("gem", name, version, purl("gem", "", name, version),
                                       declare(*[("author", a) for a in several("authors?") + several("email")], ("homepage", value("homepage")), ("repository", source)),
                                       os.path.basename(path))
    return [seen[n] for n in sorted(seen)]


def composer(locks):
    seen = {}
    for lock in locks:
        d = json.loads(read(lock))
        for p in d["packages"] + d.get("packages-dev", []):
            vendor, _, short = p["name"].partition("/")
            seen[p["name"]] = component("composer", p["name"], p["version"], purl("composer", vendor, short, p["version"]),
                                        declare(*[("author", person(a)) for a in p.get("authors", [])], ("homepage", p.get("homepage")), ("repository", (p.get("source") or {}).get("url"))), "composer.lock")
    return [seen[n] for n in sorted(seen)]


# RPM: one JSON line a package, {"db": file, "p": header}, in databases named for their system.

RPM_SYSTEM = [("centos", "centos"), ("fedora", "fedora"), ("rocky", "rocky"), ("oracle", "ol"), ("sle", "sles"), ("ubi", "rhel"), ("libuuid", "rhel"), ("mariner", "mariner")]


def rpm(headers):
    databases = {}
    for line in read(headers).splitlines():
        h = json.loads(line)
        p, database = h["p"], os.path.basename(os.path.dirname(h["db"]))
        system = next(s for k, s in RPM_SYSTEM if k in database)
        version = p["Version"] + "-" + p["Release"]
        if p["Name"] == "gpg-pubkey":
            continue
        url = purl("rpm", system, p["Name"], version, arch=p["Arch"], epoch=str(p["Epoch"]) if p["Epoch"] else "")
        databases.setdefault(database, []).append(component("rpm", p["Name"], version, url, declare(
            ("vendor", p["Vendor"]), ("packager", p["Packager"]), ("homepage", p["URL"])), f"RPM database of {database}") | {"package": p["SourceRpm"]})
    return databases


def apk(files):
    seen = {}
    for path in sorted(files):
        for block in read(path).split("\n\n"):
            f = dict(l.split(":", 1) for l in block.split("\n") if re.match(r"[A-Za-z]:", l))
            if f.get("P"):
                url = purl("apk", "alpine", f["P"], f.get("V", ""), arch=f.get("A"))
                seen.setdefault(f["P"], component("apk", f["P"], f.get("V", ""), url, declare(("maintainer", f.get("m")), ("homepage", f.get("U"))), "installed database") | {"package": f.get("o", "")})
    return [seen[n] for n in sorted(seen)]


def distinct(rng, frame, size, key):
    """Draws size of frame, no two with the same key."""
    frame = list(frame)
    rng.shuffle(frame)
    taken, out = set(), []
    for c in frame:
        if len(out) < size and key(c) not in taken:
            taken.add(key(c))
            out.append(c)
    return out


def main():
    a = argparse.ArgumentParser()
    for flag in ("gomodcache", "vendor", "node", "available", "python", "maven", "rpm"):
        a.add_argument("--" + flag, required=True)
    for flag in ("root", "gems", "composer", "apk"):
        a.add_argument("--" + flag, action="append", default=[])
    a = a.parse_args()
    out = []

    def draw(label, frame, size, key=lambda c: c["purl"]):
        frame = list(frame)
        rng = random.Random(f"{SEED} {label}")  # a frame that grows does not shift the others
        got = distinct(rng, frame, size, key)
        print(f"{label}: {len(got)} of {len(frame)}", file=sys.stderr)
        out.extend(got)

    draw("golang", golang(a.gomodcache, a.vendor), 90)
    packages = npm(a.node)
    draw("npm scoped", [c for c in packages if c["item"]["name"].startswith("@")], 25)
    draw("npm plain", [c for c in packages if not c["item"]["name"].startswith("@")], 65)
    installed = list(deb_installed(a.root))
    draw("deb installed", installed, 30, lambda c: c["source-package"])
    known = {c["source-package"] for c in out if "source-package" in c}
    available = list(deb_all(a.available))
    draw("deb available", [c for c in available if c["source-package"] not in known], 50, lambda c: c["source-package"])
    draw("pypi", pypi(a.python), 60)
    rng = random.Random(f"{SEED} pom")
    draw("maven", [rng.choice(group) for group in maven(a.maven)], 60)
    out[:] = [inside(c, a.maven) if c["ecosystem"] == "maven" else c for c in out]
    draw("cargo (names)", [c for c in available if re.fullmatch(r"librust-.*-dev", c["item"]["name"])], 60, lambda c: c["source-package"])
    draw("gem", gem(a.gems), 13)
    draw("gem (names)", [c for c in available if c["item"]["name"].startswith("ruby-")], 24, lambda c: c["source-package"])
    draw("composer", composer(a.composer), 10)
    draw("composer (names)", [c for c in available if c["item"]["name"].startswith("php-") and "github" in str(c["item"])], 14, lambda c: c["source-package"])
    rng, databases, picked = random.Random(f"{SEED} rpm"), rpm(a.rpm), {}
    while len(picked) < 25:
        c = rng.choice(databases[rng.choice(sorted(databases))])
        picked.setdefault(c["item"]["name"], c)
    print(f"rpm: 25 of {sum(map(len, databases.values()))} in {len(databases)} databases", file=sys.stderr)
    out.extend(picked.values())
    draw("apk", apk(a.apk), 20)
    for c in out:
        print(json.dumps(c, ensure_ascii=False))


if __name__ == "__main__":
    main()
