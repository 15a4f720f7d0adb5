package exchange

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

func appendOrigins(refs []string, origins []delist.OriginID) []string {
	for _, id := range origins {
		refs = appendOnce(refs, stixID("report", "origin:"+string(id)))
	}
	if len(refs) == 0 {
		refs = []string{producer} // the list must not be empty
	}
	return refs
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// referenceOf writes a source; what is no address goes where words belong.
func referenceOf(s delist.Source) reference {
	r := reference{SourceName: "source", Description: s.Title}
	if u := address(s.URL); u != "" {
		r.SourceName, r.URL = hostOf(u), u
	} else if s.URL != "" {
		r.Description = strings.TrimPrefix(s.Title+" <"+s.URL+">", " ")
	}
	if r.URL == "" && r.Description == "" {
		r.Description = "not named"
	}
	return r
}

// address returns what is a web address, and nothing for what is not.
func address(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme == "" || u.Host == "" {
		return ""
	}
	return s
}

func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// abstract says in one line what sort of statement it is.
func abstract(c *delist.Claim) string {
	kind := c.Kind
	if kind == "" {
		kind = delist.Assertion
	}
	text := string(kind)
	if c.Speaker != "" {
		text += " by " + c.Speaker
	}
	if !c.OnRecord {
		text += ", not on record"
	}
	if c.EvidenceShown != "" {
		text += "; evidence shown: " + c.EvidenceShown
	}
	return text
}

// marshal writes JSON without the escapes that are meant for HTML.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}
