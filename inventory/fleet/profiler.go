package fleet

import (
	"io"
	"strings"

	"github.com/delistdev/delist"
)

const profilerApps = "SPApplicationsDataType"

func isProfilerJSON(head []byte) bool {
	return startsWith(head, "{") && hasAll(head, `"`+profilerApps+`"`)
}

// A profiledApp is an application as the report has it.
type profiledApp struct {
	Name     string   `json:"_name"`
	Version  string   `json:"version"`
	SignedBy []string `json:"signed_by"`
	Host     string   `json:"local_host_name"`
}

var profilerColumns = []string{"_name", "name", "version", "version", "signed_by", "signer"}

// readProfilerJSON reads what "system_profiler SPApplicationsDataType -json"
// writes: {"SPApplicationsDataType": [{"_name", "version", "path",
// "obtained_from", "signed_by": [leaf, …, root]}]}. Of SPSoftwareDataType before
// it, it takes the name of the computer.
//
// Source: system_profiler(8) of macOS 10.15 and later.
func readProfilerJSON(r *reader, in io.Reader, _ []byte) {
	r.tell("JSON, system_profiler", profilerColumns...)
	host := ""
	r.eachRecord(in, []string{profilerApps, "SPSoftwareDataType"}, func(rec record) {
		var a profiledApp
		if !r.decode(rec, &a) {
			return
		}
		if rec.key != profilerApps {
			host = a.Host
			return
		}
		at := rec.at()
		at.asset = host
		a.tell(r, at)
	})
}

func (a *profiledApp) tell(r *reader, at place) {
	if a.Name == "" {
		r.faultf(at.line, at.object, "an application without a name")
		return
	}
	it := delist.Item{Kind: delist.Application, Name: a.Name, Version: a.Version}
	if len(a.SignedBy) > 0 {
		signer, team := signedBy(a.SignedBy[0])
		claim(&it, delist.Signer, signer)
		claim(&it, delist.TeamID, team)
	}
	r.item(it, at)
}

// signedBy cuts the name of a certificate of Apple's: "Developer ID Application:
// NAME (TEAM)". The system's own have a name only. In a certificate for
// development the parentheses hold a person's identifier, not a team's.
//
// Source: https://developer.apple.com/help/account/certificates/certificates-overview/
func signedBy(certificate string) (signer, team string) {
	purpose, name, ok := strings.Cut(certificate, ": ")
	if !ok || !isPurpose(purpose) {
		return certificate, ""
	}
	open := strings.LastIndex(name, " (")
	if open < 0 || !strings.HasSuffix(name, ")") {
		return name, ""
	}
	signer, team = name[:open], name[open+2:len(name)-1]
	if !isTeam(team) {
		return name, ""
	}
	if strings.HasSuffix(purpose, "Development") || strings.HasSuffix(purpose, "Developer") {
		return signer, ""
	}
	return signer, team
}

func isPurpose(purpose string) bool {
	for _, word := range []string{"Application", "Installer", "Distribution", "Development", "Developer"} {
		if strings.HasSuffix(purpose, word) {
			return true
		}
	}
	return false
}

func isTeam(team string) bool {
	return len(team) == 10 && strings.IndexFunc(team, func(c rune) bool {
		return (c < 'A' || c > 'Z') && (c < '0' || c > '9')
	}) < 0
}
