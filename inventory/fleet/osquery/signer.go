package osquery

import (
	"bytes"

	"github.com/delistdev/delist"
)

// grade says what is known of the signature; nothing where there is none.
func (b *builder) grade() string {
	at := b.first(wResult, wSigned)
	switch string(b.bytes(at)) {
	case "0", "missing", "false":
		return ""
	case "trusted":
		return trusted
	case "1", "true":
		return signed
	case "":
		return exportSays
	}
	return notTrusted
}

// signer claims a signer: the name in a certificate's common name, and the team
// that Apple puts behind it in brackets.
// Source: Apple, TN3161 "Inside Code Signing: Certificates".
func (b *builder) signer(at span, decided string) {
	name := b.bytes(at)
	if kind, owner, ok := bytes.Cut(name, []byte(": ")); ok && (bytes.HasPrefix(kind, []byte("Developer ID ")) || bytes.HasPrefix(kind, []byte("Apple D")) || bytes.HasPrefix(kind, []byte("3rd Party Mac Developer "))) {
		at.from = at.to - len(owner)
		open := bytes.LastIndex(owner, []byte(" ("))
		if team := owner[max(open+2, 0):]; open > 0 && len(team) == 11 && team[10] == ')' {
			if len(b.cells[wTeamID].b) == 0 {
				b.claim(delist.TeamID, span{at.to - 11, at.to - 1}, decided)
			}
			at.to = at.from + open
		}
	}
	b.claim(delist.Signer, at, decided)
}
