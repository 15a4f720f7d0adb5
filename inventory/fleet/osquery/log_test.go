package osquery_test

import "testing"

// event is a line of a log in the event format.
func event(host, query, time, counter, action, columns string) string {
	return `{"name":"` + query + `","hostIdentifier":"` + host + `","calendarTime":"Thu Nov 19 07:52:15 2020 UTC","unixTime":` + time +
		`,"epoch":0,"counter":` + counter + `,"numerics":false,"columns":` + columns + `,"action":"` + action + `"}` + "\n"
}

const (
	oneOh = `{"identifying_number":"","name":"A","version":"1.0"}`
	twoOh = `{"identifying_number":"","name":"A","version":"2.0"}`
	other = `{"identifying_number":"","name":"B","version":"1.0"}`
)

func TestLogs(t *testing.T) {
	batch := func(time, added, removed string) string {
		return `{"diffResults":{"removed":` + removed + `,"added":` + added + `},"name":"pack\/x\/programs","hostIdentifier":"h1","unixTime":"` + time +
			`","epoch":"0","counter":"10","decorations":{"host_uuid":"FA01","hostname":"h1.example.org"}}` + "\n"
	}
	snapshot := func(host, time, rows string) string {
		return `{"snapshot":` + rows + `,"action":"snapshot","name":"programs","hostIdentifier":"` + host + `","unixTime":"` + time + `","counter":0}` + "\n"
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"what was removed is no item",
			event("h1", "programs", "10", "1", "added", oneOh) + event("h1", "programs", "20", "2", "removed", oneOh) + event("h1", "programs", "20", "2", "added", twoOh),
			[]string{`application "A" "2.0" @x:3 (h1)`}},
		{"on another host it stays",
			event("h1", "programs", "10", "1", "added", oneOh) + event("h2", "programs", "20", "2", "removed", oneOh),
			[]string{`application "A" "1.0" @x:1 (h1)`}},
		{"of another query it stays",
			event("h1", "programs", "10", "1", "added", oneOh) + event("h1", "pack/x/programs", "20", "2", "removed", oneOh),
			[]string{`application "A" "1.0" @x:1 (h1)`}},
		{"the order of columns does not matter",
			event("h1", "programs", "10", "1", "added", oneOh) + event("h1", "programs", "20", "2", "removed", `{"version":"1.0","name":"A","identifying_number":""}`), nil},
		{"what came back is an item",
			event("h1", "programs", "10", "1", "added", oneOh) + event("h1", "programs", "20", "2", "removed", oneOh) + event("h1", "programs", "30", "3", "added", oneOh),
			[]string{`application "A" "1.0" @x:3 (h1)`}},
		{"the time decides, not the place in a merged log",
			event("h1", "programs", "20", "2", "removed", oneOh) + event("h1", "programs", "10", "1", "added", oneOh), nil},
		{"without times the place decides",
			event("h1", "programs", "0", "1", "removed", oneOh) + event("h1", "programs", "0", "1", "added", oneOh),
			[]string{`application "A" "1.0" @x:2 (h1)`}},
		{"a first result of an epoch replaces the results before",
			event("h1", "programs", "10", "0", "added", oneOh) + event("h1", "programs", "20", "0", "added", twoOh) + event("h1", "programs", "20", "0", "added", other),
			[]string{`application "A" "2.0" @x:2 (h1)`, `application "B" "1.0" @x:3 (h1)`}},
		{"a snapshot replaces the snapshot before, of its host",
			snapshot("h1", "10", "["+oneOh+","+other+"]") + snapshot("h2", "10", "["+oneOh+"]") + snapshot("h1", "20", "["+twoOh+"]"),
			[]string{`application "A" "1.0" @x:2 (h2)`, `application "A" "2.0" @x:3 (h1)`}},
		{"an empty snapshot replaces, too", snapshot("h1", "10", "["+oneOh+"]") + snapshot("h1", "20", "[]"), nil},
		{"a snapshot delivered twice is one", snapshot("h1", "10", "["+oneOh+"]") + snapshot("h1", "10", "["+oneOh+"]"), []string{`application "A" "1.0" @x:2 (h1)`}},
		{"a snapshot row by row",
			event("h1", "programs", "10", "0", "snapshot", oneOh) + event("h1", "programs", "20", "0", "snapshot", twoOh) + event("h1", "programs", "20", "0", "snapshot", other),
			[]string{`application "A" "2.0" @x:2 (h1)`, `application "B" "1.0" @x:3 (h1)`}},
		{"a batch", batch("10", "["+oneOh+","+other+"]", `""`) + batch("20", "["+twoOh+"]", "["+oneOh+"]"),
			[]string{`application "B" "1.0" @x:1 (h1.example.org)`, `application "A" "2.0" @x:2 (h1.example.org)`}},
		{"both ways of one query are told of",
			snapshot("h1", "10", "["+oneOh+","+other+"]") + event("h1", "programs", "20", "3", "removed", other) + event("h1", "programs", "30", "4", "added", twoOh),
			[]string{`application "A" "1.0" @x:1 (h1)`, `application "A" "2.0" @x:3 (h1)`,
				`! x: query programs: hosts log both snapshots and differential results of it; what came last is taken (1)`}},
		{"what is no inventory is counted",
			event("h1", "uptime", "10", "1", "added", `{"days":"1","hours":"2"}`) + event("h1", "uptime", "20", "2", "added", `{"days":"2","hours":"2"}`) +
				`{"hostIdentifier":"h1","calendarTime":"x","unixTime":"1","severity":"0","filename":"scheduler.cpp","line":"83","message":"m","version":"5"}`,
			[]string{`! x: query uptime: rows that say of no software or device (2)`, `! x: the status log: lines of the status log (1)`}},
		{"an array of results", "[\n" + event("h1", "programs", "10", "1", "added", oneOh) + "," + event("h1", "programs", "20", "1", "removed", oneOh) + "]", nil},
		{"what osqueryd sends to a server",
			`{"node_key":"k","log_type":"result","data":[` + event("h1", "programs", "10", "1", "added", oneOh) + `,` + event("h1", "programs", "10", "1", "added", other) + `,` + event("h1", "programs", "20", "2", "removed", oneOh) + `]}`,
			[]string{`application "B" "1.0" @x:2 (h1)`}},
		{"results of a live query", `{"host":"h1","rows":[{"name":"a","version":"1"}],"error":""}` + "\n" + `{"host":{"hostname":"h2"},"rows":[` + oneOh + `]}` + "\n",
			[]string{`application "a" "1" @x:1 (h1)`, `application "A" "1.0" @x:2 (h2)`}},
		{"a message of a live query", `{"type":"result","data":{"distributed_query_execution_id":5,"host":{"id":1,"hostname":"h1"},"rows":[` + oneOh + `]}}`,
			[]string{`application "A" "1.0" @x:1 (h1)`}},
		{"a removed package", event("h1", "deb_packages", "10", "1", "added", `{"name":"a","version":"1","maintainer":"m","arch":"all","status":"deinstall ok config-files"}`),
			[]string{`! x: query deb_packages: a package that is removed, but for its configuration (1)`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, lines := read(t, "osquery", test.text)
			same(t, lines, test.want...)
			_, lines = collect(t, "osquery", once(test.text))
			same(t, lines, test.want...)
		})
	}
}

// A log that is too large to be held, and can be read only once, gives what came
// and tells what went.
func TestLogOnce(t *testing.T) {
	in := once(event("h1", "programs", "10", "1", "added", oneOh) + event("h1", "programs", "20", "2", "removed", oneOh))
	in.Limits.Whole = 300
	items, lines := collect(t, "osquery", in)
	if len(items) != 1 {
		t.Errorf("%d items", len(items))
	}
	same(t, lines, `application "A" "1.0" @x:1 (h1)`,
		`! x: query programs: rows were removed, in a log that can be read only once: those that came before are among the items (1)`)
}

func TestPlaces(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"on one line", `[` + oneOh + `,` + other + `]`, []string{`application "A" "1.0" @x#/0`, `application "B" "1.0" @x#/1`}},
		{"on lines", "[\n  " + oneOh + ",\n  " + other + "\n]\n", []string{`application "A" "1.0" @x:2`, `application "B" "1.0" @x:3`}},
		{"spread over lines", "[{\n\"identifying_number\":\"\",\n\"name\":\"A\"\n},{\n\"identifying_number\":\"\",\n\"name\":\"B\"\n}]", []string{`application "A" "" @x#/0`, `application "B" "" @x#/1`}},
		{"objects alone", oneOh + "\n\n" + other, []string{`application "A" "1.0" @x:1`, `application "B" "1.0" @x:3`}},
		{"two arrays", "[\n" + oneOh + "\n]\n[\n" + other + "\n]\n", []string{`application "A" "1.0" @x:2`, `application "B" "1.0" @x:5`}},
		{"with a byte-order mark", "\ufeff[\n" + oneOh + "\n]", []string{`application "A" "1.0" @x:2`}},
		{"UTF-16", utf16le("[\r\n  " + oneOh + "\r\n]\r\n"), []string{`application "A" "1.0" @x:2`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, lines := read(t, "osquery", test.text)
			same(t, lines, test.want...)
		})
	}
}

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}
