package fleet_test

import (
	"testing"

	"github.com/delistdev/delist/inventory/fleet"
)

const (
	dpkgHead   = "||/ Name           Version      Architecture Description\n+++-==============-============-============-=================================\n"
	dpkgNoArch = "||/ Name           Version        Description\n+++-==============-==============-============================================\n"
)

func TestDebianLists(t *testing.T) {
	run(t, []readTest{
		{"dpkg -l as dpkg 1.21 writes it", fleet.DpkgList, file(t, "dpkg-l.txt"), []string{
			"in:6 package: adduser 3.134 pkg:deb/adduser@3.134?arch=all",
			"in:7 package: bash 5.2.15-2+b8 pkg:deb/bash@5.2.15-2%2Bb8?arch=amd64",
			"in:8 package: libc6 2.36-9+deb12u14 pkg:deb/libc6@2.36-9%2Bdeb12u14?arch=amd64",
			"in:9 package: perl-base 5.36.0-7+deb12u2 pkg:deb/perl-base@5.36.0-7%2Bdeb12u2?arch=amd64",
			"in:10 package: tzdata 2025b-0+deb12u2 pkg:deb/tzdata@2025b-0%2Bdeb12u2?arch=all",
			"in:11 package: zlib1g 1:1.2.13.dfsg-1 pkg:deb/zlib1g@1:1.2.13.dfsg-1?arch=amd64",
		}, nil, nil},
		{"states: what is not installed is counted", fleet.DpkgList, file(t, "dpkg-l-states.txt"), []string{
			"in:7 package: half-there 2:0.9-3 pkg:deb/half-there@2:0.9-3?arch=amd64",
			"in:9 package: whole 3.1 pkg:deb/whole@3.1?arch=all",
		}, nil, []string{
			"dpkg-list: text, dpkg -l: Name=name Version=version Architecture=arch Description=",
			"dpkg-list: text, dpkg -l; 2 not installed: rc 1, un 1:",
		}},
		{"a narrow screen cut a name and a version", fleet.DpkgList, dpkgHead +
			"ii  linux-image-6. 6.1.0-13     amd64        Linux\nii  bash           5.2.15-2+b13 amd64        Shell\n", []string{
			"in:3 package: linux-image-6. 6.1.0-13", "in:4 package: bash  pkg:deb/bash?arch=amd64",
		}, []string{
			`in:3: "linux-image-6. 6.1.0-13" fills its column and may be cut short: list again with a wider screen (COLUMNS=300)`,
			`in:4: "bash 5.2.15-2+b13" fills its column and may be cut short: list again with a wider screen (COLUMNS=300)`,
		}, nil},
		{"a list as wide as what is in it cuts nothing", fleet.DpkgList,
			"+++-==============-============-============-=====================================\nhi  kubernetes-cni 1.28.2-00-01 amd64        Kubernetes Cluster Bootstrapping Tool\n",
			[]string{"in:2 package: kubernetes-cni 1.28.2-00-01 pkg:deb/kubernetes-cni@1.28.2-00-01?arch=amd64"}, nil, nil},
		{"dpkg of 2009 cuts versions, too", fleet.DpkgList, dpkgNoArch + "ii  clamav-freshcl 0.91.2-3ubuntu downloads clamav virus databas\niFR moblock        0.9~rc2-11~har An IP blocker\n", []string{
			"in:3 package: clamav-freshcl ", "in:4 package: moblock  pkg:deb/moblock",
		}, []string{
			`in:3: "clamav-freshcl 0.91.2-3ubuntu" fills its column and may be cut short: list again with a wider screen (COLUMNS=300)`,
			`in:4: "moblock 0.9~rc2-11~har" fills its column and may be cut short: list again with a wider screen (COLUMNS=300)`,
		}, nil},
		{"dpkg before 1.16.2 has no architectures", fleet.DpkgList, dpkgNoArch + "ii  bash           4.1-3          The GNU Bourne Again SHell\n",
			[]string{"in:3 package: bash 4.1-3 pkg:deb/bash@4.1-3"}, nil, nil},
		{"without headings, and cut off", fleet.DpkgList, "ii  bash  5.2-1 amd64 Shell\nii  adduser  3.134  al",
			[]string{"in:1 package: bash 5.2-1 pkg:deb/bash@5.2-1?arch=amd64", "in:2 package: adduser 3.134 pkg:deb/adduser@3.134"},
			[]string{"in:2: no architecture after the version", "in:2: the last line has no end: the file may end in the middle"}, nil},
		{"what is no package is said", fleet.DpkgList, dpkgHead + "ii  bash           5.2-1        amd64        Shell\nbash: command not found\n",
			[]string{"in:3 package: bash 5.2-1 pkg:deb/bash@5.2-1?arch=amd64"}, []string{`in:4: no line of a package: "bash: command not found"`}, nil},
		{"dpkg-query -W", fleet.DpkgList, file(t, "dpkg-query.txt") + "gone\t\n", []string{
			"in:1 package: adduser 3.134 pkg:deb/adduser@3.134",
			"in:2 package: bash 5.2.15-2+b8 pkg:deb/bash@5.2.15-2%2Bb8",
			"in:3 package: libc6 2.36-9+deb12u14 pkg:deb/libc6@2.36-9%2Bdeb12u14?arch=amd64",
			"in:4 package: perl-base 5.36.0-7+deb12u2 pkg:deb/perl-base@5.36.0-7%2Bdeb12u2",
			"in:5 package: tzdata 2025b-0+deb12u2 pkg:deb/tzdata@2025b-0%2Bdeb12u2",
			"in:6 package: zlib1g 1:1.2.13.dfsg-1 pkg:deb/zlib1g@1:1.2.13.dfsg-1?arch=amd64",
		}, nil, []string{
			"dpkg-list: text, dpkg-query -W, tab separated: column 1=name column 2=version further columns=arch, maintainer, homepage or status, by what they hold",
			"dpkg-list: text, dpkg-query -W, tab separated; 1 not installed: without a version 1:",
		}},
		{"dpkg-query with a format", fleet.DpkgList, file(t, "dpkg-query-format.txt"), []string{
			"in:1 package: bash 5.2.15-2+b8 pkg:deb/bash@5.2.15-2%2Bb8?arch=amd64 maintainer=Matthias Klose <doko@debian.org> homepage=http://tiswww.case.edu/php/chet/bash/bashtop.html",
			"in:2 package: libc6 2.36-9+deb12u14 pkg:deb/libc6@2.36-9%2Bdeb12u14?arch=amd64 maintainer=GNU Libc Maintainers <debian-glibc@lists.debian.org> homepage=https://www.gnu.org/software/libc/libc.html",
			"in:3 package: zlib1g 1:1.2.13.dfsg-1 pkg:deb/zlib1g@1:1.2.13.dfsg-1?arch=amd64 maintainer=Mark Brown <broonie@debian.org> homepage=http://zlib.net/",
		}, nil, nil},
		{"apt list --installed", fleet.DpkgList, file(t, "apt-list.txt"), []string{
			"in:2 package: adduser 3.134 pkg:deb/adduser@3.134?arch=all",
			"in:3 package: bash 5.2.15-2+b8 pkg:deb/bash@5.2.15-2%2Bb8?arch=amd64",
			"in:4 package: libc6 2.36-9+deb12u14 pkg:deb/libc6@2.36-9%2Bdeb12u14?arch=amd64",
			"in:5 package: tzdata 2025b-0+deb12u2 pkg:deb/tzdata@2025b-0%2Bdeb12u2?arch=all",
			"in:6 package: zlib1g 1:1.2.13.dfsg-1 pkg:deb/zlib1g@1:1.2.13.dfsg-1?arch=amd64",
		}, nil, nil},
		{"apt list: not all is installed", fleet.DpkgList,
			"Auflistung...\nbash/stable 5.2-2 amd64 [upgradable from: 5.2-1]\nzsh/stable 5.9-4 amd64\nold/now 1-1 all [residual-config]\ntar/stable,now 1.34 amd64 [installiert]\n",
			[]string{"in:2 package: bash 5.2-1 pkg:deb/bash@5.2-1?arch=amd64", "in:5 package: tar 1.34 pkg:deb/tar@1.34?arch=amd64"}, nil, []string{
				"dpkg-list: text, apt list: name=name suites= version=version architecture=arch state=",
				"dpkg-list: text, apt list; 2 not installed: not in suite now 1, residual-config 1:",
			}},
	})
}

func TestRPMLists(t *testing.T) {
	run(t, []readTest{
		{"rpm -qa as rpm 4.18 writes it", fleet.RPMList, file(t, "rpm-qa.txt"), []string{
			"in:1 package: python3-delist 0.1~rc1-1.fc40 pkg:rpm/python3-delist@0.1~rc1-1.fc40?arch=x86_64",
			"in:2 package: delist-sample 1.2.3-4.el9 pkg:rpm/delist-sample@1.2.3-4.el9?arch=noarch",
			"in:3 package: delist-other 1.2.3-1 pkg:rpm/delist-other@1.2.3-1?arch=noarch",
		}, nil, nil},
		{"rpm -qa: keys are no packages, a cut line is said", fleet.RPMList, "gpg-pubkey-8483c65d-5ccc5b19\nbash-5.1.8-6.el9.x86_64\njava-1.8.0-openjdk-1.8.0.392.b08-4.el8.x86_6", []string{
			"in:2 package: bash 5.1.8-6.el9 pkg:rpm/bash@5.1.8-6.el9?arch=x86_64",
			"in:3 package: java-1.8.0-openjdk 1.8.0.392.b08-4.el8.x86_6 pkg:rpm/java-1.8.0-openjdk@1.8.0.392.b08-4.el8.x86_6",
		}, []string{`in:3: no architecture that is known in "java-1.8.0-openjdk-1.8.0.392.b08-4.el8.x86_6"`, "in:3: the last line has no end: the file may end in the middle"}, nil},
		{"rpm -qa with epochs, and what is no package", fleet.RPMList, "vim-minimal-2:8.2.2637-20.el9.x86_64\nerror: cannot open Packages\n",
			[]string{"in:1 package: vim-minimal 8.2.2637-20.el9 pkg:rpm/vim-minimal@8.2.2637-20.el9?arch=x86_64&epoch=2"},
			[]string{`in:2: not of the form NAME-VERSION-RELEASE.ARCH: "error: cannot open Packages"`}, nil},
		{"rpm -qai: a description that looks like a package", fleet.RPMList, file(t, "rpm-qai.txt"), []string{
			"in:1 package: python3-delist 0.1~rc1-1.fc40 pkg:rpm/python3-delist@0.1~rc1-1.fc40?arch=x86_64",
			"in:15 package: delist-sample 1.2.3-4.el9 pkg:rpm/delist-sample@1.2.3-4.el9?arch=noarch&epoch=1 vendor=Example Vendor, Inc. packager=Jo Example <jo@example.com> homepage=https://example.com/sample",
			"in:34 package: delist-other 1.2.3-1 pkg:rpm/delist-other@1.2.3-1?arch=noarch&epoch=1 vendor=Example Vendor, Inc. packager=Jo Example <jo@example.com> homepage=https://example.com/sample",
		}, nil, nil},
		{"rpm -qai of before 4.8 has two columns", fleet.RPMList, "Name        : bash                         Relocations: (not relocatable)\n" +
			"Version     : 3.2                               Vendor: Example, Inc.\nRelease     : 32.el5                        Build Date: Mon 01 Jan 2010\nDescription :\nA shell.\n",
			[]string{"in:1 package: bash 3.2-32.el5 pkg:rpm/bash@3.2-32.el5 vendor=Example, Inc."}, nil, nil},
		{"a query with tabs", fleet.RPMList, file(t, "rpm-table.txt"), []string{
			"in:1 package: python3-delist 0.1~rc1-1.fc40 pkg:rpm/python3-delist@0.1~rc1-1.fc40?arch=x86_64",
			"in:2 package: delist-sample 1.2.3-4.el9 pkg:rpm/delist-sample@1.2.3-4.el9?arch=noarch vendor=Example Vendor, Inc.",
			"in:3 package: delist-other 1.2.3-1 pkg:rpm/delist-other@1.2.3-1?arch=noarch vendor=Example Vendor, Inc.",
		}, nil, []string{"rpm-list: text, rpm -qa --queryformat: column 1=name column 2=version column 3=release column 4=arch column 5=vendor"}},
		{"a query with bars: name, version, vendor", fleet.RPMList, "bash|5.1.8|Red Hat, Inc.\nlocal|1|(none)\nhalf|2\n", []string{
			"in:1 package: bash 5.1.8 pkg:rpm/bash@5.1.8 vendor=Red Hat, Inc.", "in:2 package: local 1 pkg:rpm/local@1", "in:3 package: half 2 pkg:rpm/half@2",
		}, []string{`in:3: 2 columns, others have 3: "half|2"`}, nil},
	})
}
