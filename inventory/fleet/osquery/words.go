package osquery

import "github.com/delistdev/delist"

// A word is what a column is taken for.
type word uint8

const (
	unused word = iota
	wName
	wTitle // the name for people, where another column has that for machines
	wVersion
	wBuild // the version where there is no better one
	wRelease
	wEpoch
	wArch
	wState
	wPath
	wModule // of a service that lives in another's program
	wPublisher
	wVendor
	wMaintainer
	wPackager
	wSupplier
	wAuthor
	wDeveloper
	wManufacturer
	wCopyright
	wHomepage
	wBundleID
	wTeamID
	wExtensionID
	wServiceName
	wPartNumber
	wMAC
	wAddress
	wSigner
	wSigned
	wResult
	wTags
	wHost
	wSource // names the table that the row is from
	words
)

// says is what [delist.Column] is told of each word.
var says = [words]string{
	wName: "name", wTitle: "name", wVersion: "version", wBuild: "version", wRelease: "release", wEpoch: "epoch", wArch: "architecture",
	wState: "state", wPath: "path", wModule: "path", wPublisher: "publisher", wVendor: "vendor", wMaintainer: "maintainer",
	wPackager: "packager", wSupplier: "supplier", wAuthor: "author", wDeveloper: "developer", wManufacturer: "manufacturer",
	wCopyright: "copyright", wHomepage: "homepage", wBundleID: "bundle-id", wTeamID: "team-id", wExtensionID: "extension-id",
	wServiceName: "service-name", wPartNumber: "part-number", wMAC: "mac-address", wAddress: "address", wSigner: "signer",
	wSigned: "signed", wResult: "signature", wTags: "image", wHost: "asset", wSource: "table",
}

// declarations are the words that say something of a party, in the order in
// which items declare them.
var declarations = [...]word{wPublisher, wVendor, wMaintainer, wPackager, wSupplier, wAuthor, wDeveloper, wManufacturer, wHomepage}

// identifiers are the words whose values identify as they stand.
var identifiers = [...]struct {
	word word
	kind delist.IdentifierKind
}{{wBundleID, delist.BundleID}, {wExtensionID, delist.ExtensionID}, {wServiceName, delist.ServiceName}, {wPartNumber, delist.PartNumber}}
