package inventory

import (
	"io/fs"
	"path"
	"strings"

	"github.com/delistdev/delist/inventory/msi"
)

// A reader gives the items of one kind of file.
type reader struct {
	name string // as in [delist.Item] and [Options]
	// names and exts say which files it may want: by their whole base name, or
	// by its end from the last dot on, in lower case.
	names, exts []string
	// wants narrows that down by the path below the target; nil wants all.
	wants func(path string) bool
	// sniff recognises the form by its beginning, where there is no name to go
	// by; nil never does.
	sniff func(head []byte) bool
	// read sends everything that is in the file to the sink. An error that it
	// returns is about the file as a whole; those of sink methods are passed
	// through.
	read func(f *file, out *sink) error
}

// readers is everything that a tree is searched for. Order decides which of
// two readers of one file comes first.
var readers = append([]*reader{
	{name: "dpkg", names: []string{"status"}, wants: isDpkgStatus, sniff: sniffDpkg, read: readDpkg},
	{name: "apk", names: []string{"installed"}, wants: isApkInstalled, sniff: sniffApk, read: readApk},
	{name: "pacman", names: []string{"desc"}, wants: isPacmanRecord, read: readPacman},
	{name: "rpm", names: []string{"Packages", "Packages.db", "rpmdb.sqlite"}, wants: isRPMDatabase, sniff: sniffRPMDatabase, read: readRPMDatabase},
	{name: "rpm", exts: []string{".rpm"}, sniff: sniffRPM, read: readRPMFile},
	{name: "deb", exts: []string{".deb", ".udeb"}, sniff: sniffDeb, read: readDeb},
	{name: "android", exts: []string{".apk"}, read: readAPK},
	{name: "msi", exts: []string{".msi", ".msp", ".msm"}, sniff: msi.IsCompound, read: readMSI},
	registryHive,
	{name: "browser-extension", names: []string{"manifest.json"}, read: readExtensionManifest},
	{name: "xpi", exts: []string{".xpi"}, read: readXPI},
	{name: "crx", exts: []string{".crx"}, sniff: sniffCRX, read: readCRX},
	{name: "vsix", exts: []string{".vsix"}, read: readVSIX},
	{name: "flatpak", exts: []string{".xml"}, wants: isFlatpakMetainfo, read: readMetainfo},
	{name: "flatpak", names: []string{"metadata"}, wants: isFlatpakDeployment, read: readDeployment},
	{name: "snap", names: []string{"snap.yaml"}, wants: isSnap, read: readSnap},
	{name: "brew", names: []string{"INSTALL_RECEIPT.json"}, wants: isBrewReceipt, read: readBrew},
	{name: "macos-app", names: []string{"Info.plist"}, wants: isBundle, read: readBundle},
	{name: "npm", names: []string{"package.json"}, read: readPackageJSON},
	{name: "npm-lock", names: []string{"package-lock.json", "npm-shrinkwrap.json", ".package-lock.json"}, sniff: sniffNPMLock, read: readNPMLock},
	{name: "go-mod", names: []string{"go.mod"}, sniff: sniffGoMod, read: readGoMod},
	{name: "go-vendor", names: []string{"modules.txt"}, wants: isVendorModules, read: readVendorModules},
	{name: "python", names: []string{"METADATA", "PKG-INFO"}, exts: []string{".egg-info"}, wants: isPythonMetadata, sniff: sniffPython, read: readPythonMetadata},
	{name: "python", exts: []string{".whl", ".egg"}, read: readWheel},
	{name: "nuget", exts: []string{".nuspec"}, read: readNuspec},
	{name: "nuget", exts: []string{".nupkg"}, read: readNupkg},
	{name: "gem", exts: []string{".gemspec"}, read: readGemspec},
	{name: "composer", names: []string{"installed.json"}, wants: isComposerInstalled, read: readComposer},
	{name: "composer-lock", names: []string{"composer.lock"}, read: readComposer},
	{name: "cargo", names: []string{"Cargo.toml"}, read: readCrate},
	{name: "maven", names: []string{"pom.xml"}, exts: []string{".pom"}, read: readProject},
	{name: "java", exts: javaArchives, sniff: sniffZip, read: readJava},
}, scanned()...)

// dpkgStatusD reads the files of var/lib/dpkg/status.d, which may have any
// name.
var dpkgStatusD = &reader{name: "dpkg", read: readDpkg}

// executable reads whatever a processor can run.
var executable = &reader{name: "program", sniff: sniffExecutable, read: readExecutable}

// byName and byExt index readers.
var byName, byExt = index(readers)

func index(readers []*reader) (names, exts map[string][]*reader) {
	names, exts = map[string][]*reader{}, map[string][]*reader{}
	for _, r := range readers {
		for _, name := range r.names {
			names[name] = append(names[name], r)
		}
		for _, ext := range r.exts {
			exts[ext] = append(exts[ext], r)
		}
	}
	return names, exts
}

// wanting returns the readers that want a file of a directory.
func wanting(dir string, entry fs.DirEntry) []*reader {
	return wantingMode(dir, entry.Name(), func() (fs.FileMode, error) {
		info, err := entry.Info()
		if err != nil {
			return 0, err
		}
		return info.Mode(), nil
	})
}

// wantingMode is wanting, where a file's mode may have to be asked for.
func wantingMode(dir, name string, modeOf func() (fs.FileMode, error)) []*reader {
	found := named(dir, name)
	if len(found) == 0 && mayRun(name) {
		// What vanished since is wanted, too: opening it reports that.
		if mode, err := modeOf(); err != nil || mode&0o111 != 0 || isWindowsProgram(name) {
			found = append(found, executable)
		}
	}
	return found
}

// named returns the readers that want a file by its name and place.
func named(dir, name string) []*reader {
	var found []*reader
	add := func(candidates []*reader) {
		for _, r := range candidates {
			if r.wants == nil || r.wants(path.Join(dir, name)) {
				found = append(found, r)
			}
		}
	}
	add(byName[name])
	add(byExt[strings.ToLower(path.Ext(name))])
	if isDpkgStatusD(dir, name) {
		found = append(found, dpkgStatusD)
	}
	if r := hiveReader(dir, name); r != nil {
		found = append(found, r)
	}
	return found
}
