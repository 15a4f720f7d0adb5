package osquery

import (
	"bytes"

	"github.com/delistdev/delist"
)

// What decided the grade of a signature that the export tells of.
const (
	exportSays = "the export says so"
	trusted    = "osquery found it trusted on the machine"
	notTrusted = "osquery did not find it trusted on the machine"
	signed     = "osquery found it signed on the machine"
)

// item makes the item of the row whose cells are set. A row without anything to
// call it by gives none; without is what to say of it then.
func (b *builder) item(t *table) (it delist.Item, ok bool, without string) {
	it.Kind = t.kind
	if t.purl == debPURL {
		if state := b.put(wState); !installed(b.bytes(state)) {
			return it, false, "a package that is removed, but for its configuration"
		}
	}
	var name, version, url span
	if t.purl == dockerPURL {
		name, version, url = b.image()
	} else {
		name, version = b.name(t), b.version(t)
		url = b.purl(t, name, version)
	}
	b.parties()
	b.identify(t)
	if name.empty() {
		return it, false, "a row without a name"
	}
	if t.kind == delist.Device && len(b.declared)+len(b.observed) == 0 {
		return it, false, "a device without a maker and without a hardware address"
	}
	all := string(b.text)
	it.Name, it.Version, it.PURL = all[name.from:name.to], all[version.from:version.to], all[url.from:url.to]
	b.finish(&it, all)
	return it, true, ""
}

// installed reports whether files of a package are there, given dpkg's three
// words of its state; a row that does not tell is of an installed one.
// Source: dpkg-query(1).
func installed(state []byte) bool {
	last := state[bytes.LastIndexByte(state, ' ')+1:]
	return string(last) != "config-files" && string(last) != "not-installed"
}

// name puts what the item is called.
func (b *builder) name(t *table) span {
	order := [...]word{wName, wTitle, wBundleID, wServiceName, wPartNumber, wAddress, wExtensionID}
	if t.name == "apps" { // "Name.app" is the folder
		order[0], order[1] = wTitle, wName
	}
	if at := b.first(order[:]...); !at.empty() {
		if t.name == "apps" {
			at.to = at.from + len(bytes.TrimSuffix(b.bytes(at), []byte(".app")))
		}
		return at
	}
	if path := b.put(wPath); !path.empty() {
		return b.append(base(b.bytes(path)))
	}
	return b.put(wMAC)
}

func (b *builder) version(t *table) span {
	at := b.first(wVersion, wBuild)
	if t.purl != rpmPURL || at.empty() || len(b.cells[wRelease].b) == 0 {
		return at
	}
	b.text = append(b.text, '-')
	return span{at.from, b.put(wRelease).to}
}

func (b *builder) purl(t *table, name, version span) span {
	if t.purl == noPURL || name.empty() {
		return span{}
	}
	arch, epoch := span{}, span{}
	if isDistribution(t) {
		arch = b.put(wArch)
	}
	if t.purl == rpmPURL {
		epoch = b.put(wEpoch)
	}
	p := purlParts{version: b.bytes(version), arch: b.bytes(arch), epoch: b.bytes(epoch)}
	if string(p.epoch) == "0" || string(p.epoch) == "(none)" {
		p.epoch = nil
	}
	p.namespace, p.name = t.purl.partsOf(b.bytes(name))
	if t.purl == flatpakPURL {
		p.name = b.cells[wBundleID].b
	}
	from := len(b.text)
	b.text = appendPURL(b.text, t.purl, p)
	return span{from, len(b.text)}
}

// image takes an image by the first of its tags.
func (b *builder) image() (name, version, url span) {
	tags := b.put(wTags)
	first, _, _ := bytes.Cut(b.bytes(tags), []byte{','})
	if len(first) == 0 || first[0] == '<' { // "<none>:<none>"
		return b.put(wTitle), span{}, span{}
	}
	p := imageParts(first)
	end := tags.from + len(first)
	nameEnd := end
	if len(p.version) > 0 {
		nameEnd -= len(p.version) + 1
		version = span{end - len(p.version), end}
	}
	from := len(b.text)
	b.text = appendPURL(b.text, dockerPURL, p)
	return span{tags.from, nameEnd}, version, span{from, len(b.text)}
}

// parties declares what the row says of parties.
func (b *builder) parties() {
	for _, w := range declarations {
		if len(b.cells[w].b) > 0 {
			b.declare(says[w], b.put(w))
		}
	}
	if len(b.cells[wCopyright].b) > 0 {
		line := b.put(wCopyright)
		from, to := holder(b.bytes(line))
		b.declare("copyright", span{line.from + from, line.from + to})
	}
}

// identify observes what the row identifies the item by.
func (b *builder) identify(t *table) {
	for _, id := range identifiers {
		if len(b.cells[id.word].b) > 0 {
			b.observe(id.kind, b.put(id.word))
		}
	}
	if t.kind == delist.Binary || t.name == "services" || t.name == "ie_extensions" {
		b.program(wPath)
		b.program(wModule)
	}
	if len(b.cells[wMAC].b) > 0 {
		at := b.put(wMAC)
		from := len(b.text)
		b.text = appendMAC(b.text, b.bytes(at))
		b.observe(delist.MACPrefix, span{from, len(b.text)})
	}
	decided := b.grade()
	if decided == "" {
		return
	}
	b.claim(delist.TeamID, b.put(wTeamID), decided)
	if len(b.cells[wSigner].b) > 0 {
		b.signer(b.put(wSigner), decided)
	}
}

// program observes the name of the program that a path leads to.
func (b *builder) program(w word) {
	if len(b.cells[w].b) == 0 {
		return
	}
	path := b.put(w)
	if name := base(program(b.bytes(path))); len(name) > 0 && !isBundle(name) {
		from := path.from + bytes.LastIndex(b.bytes(path), name)
		b.observe(delist.FileName, span{from, from + len(name)})
	}
}
