package osquery

// sections are the members of Fleet's bodies that hold what is looked for.
//
// Source: https://fleetdm.com/docs/rest-api: "List hosts" and "Get host" with
// software, "List software", "List software versions", "List software titles",
// "Get host's software", "Get query's report"; fleetctl get prints "spec".
var sections = map[string]string{
	"hosts": "hosts", "host": "host", "software": "software", "software_titles": "software_titles", "software_title": "software_title",
	"results": "results", "spec": "spec",
}

// body is the visitor of Fleet's bodies: of a whole one, or of an element of one
// of its lists.
func (r *reader) body(i uint32, at place) {
	switch at.list {
	case "hosts", "host":
		r.host(i, at)
		return
	case "software", "software_titles", "software_title":
		r.software(i, at, "")
		return
	case "results":
		r.record(i, at)
		return
	}
	if r.isHost(i) {
		r.host(i, at)
		return
	}
	if r.d.member(i, "source") != 0 {
		r.software(i, at, "")
		return
	}
	if !r.lists(i) {
		r.record(i, at)
	}
}

// isHost reports whether an object is a host and not something that has hosts or
// software in it.
func (r *reader) isHost(i uint32) bool {
	return r.d.member(i, "hostname") != 0 && r.d.member(i, "columns") == 0 && r.d.member(i, "rows") == 0
}

// lists visits the sections of a whole body; false if it has none.
func (r *reader) lists(i uint32) bool {
	found := false
	for k := range r.d.members(i) {
		name := sections[string(r.d.key(k))]
		kind := r.d.nodes[k].kind
		if name == "" || kind < array || name == "host" && r.d.member(i, "rows") != 0 {
			continue
		}
		found = true
		if kind == object {
			r.body(k, place{list: name, index: -1, inner: -1})
			continue
		}
		index := 0
		for element := range r.d.members(k) {
			r.body(element, place{list: name, index: index, inner: -1})
			index++
		}
	}
	return found
}

// host makes items of a host and of its software.
func (r *reader) host(i uint32, at place) {
	if r.d.nodes[i].kind != object {
		r.row(i, at, "", "")
		return
	}
	asset := ""
	for _, key := range []string{"display_name", "computer_name", "hostname", "display_text", "uuid"} {
		if k := r.d.member(i, key); k != 0 {
			if asset = r.text(k); asset != "" {
				break
			}
		}
	}
	if r.d.member(i, "hardware_model") != 0 {
		r.item(i, at, "system_info", asset, 0)
	}
	software := r.d.member(i, "software")
	if software == 0 {
		return
	}
	index := 0
	for k := range r.d.members(software) {
		if r.stopped {
			return
		}
		r.software(k, at.in("software", index), asset)
		index++
	}
}

// team returns the node with the team that signed a program of macOS, of the
// first of its copies; 0 for none.
func (r *reader) team(i uint32) uint32 {
	if k := r.d.member(i, "signature_information"); k != 0 && r.d.nodes[k].next > k+1 {
		return r.d.member(k+1, "team_identifier")
	}
	return 0
}

// software makes an item of software, or one of each of its versions. What is
// only offered to a host has none that is installed.
func (r *reader) software(i uint32, at place, asset string) {
	if r.d.nodes[i].kind != object {
		r.row(i, at, "", asset)
		return
	}
	versions := r.d.member(i, "versions")
	if installed := r.d.member(i, "installed_versions"); installed != 0 {
		if versions = installed; r.count(versions) == 0 {
			r.counts.add(whyOffered, "software")
			return
		}
	}
	if versions == 0 || r.count(versions) == 0 {
		r.item(i, at, "software", asset, 0)
		return
	}
	for v := range r.d.members(versions) {
		if r.d.member(v, "version") != 0 && !r.stopped {
			r.item(i, at, "software", asset, v)
		}
	}
}

// count returns how many elements a list has; 0 for what is no list.
func (r *reader) count(i uint32) (n int) {
	if r.d.nodes[i].kind == array {
		for range r.d.members(i) {
			n++
		}
	}
	return n
}
