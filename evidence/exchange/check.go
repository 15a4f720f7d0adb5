package exchange

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// check reports the first thing in the set that cannot be written, so that a
// writer fails before it has written half a file.
func (s *Set) check() error {
	seen := map[Key]bool{}
	for k := range s.keys() {
		switch {
		case k.ID == "":
			return fmt.Errorf("a %s without an id", k.Kind)
		case seen[k]:
			return fmt.Errorf("%s %q is there twice", k.Kind, k.ID)
		case s.Sharing[k].known() != nil:
			return fmt.Errorf("%s %q: %w", k.Kind, k.ID, s.Sharing[k].known())
		}
		seen[k] = true
	}
	for i := range s.Claims {
		if err := checkClaim(&s.Claims[i]); err != nil {
			return err
		}
	}
	return s.checkTexts()
}

// checkTexts reports a text that JSON cannot hold unchanged.
func (s *Set) checkTexts() error {
	for _, c := range s.Claims {
		if !valid(string(c.ID), c.Text, c.Speaker, c.Note) {
			return fmt.Errorf("claim %q has a text that is no UTF-8", c.ID)
		}
	}
	for _, o := range s.Origins {
		if !valid(string(o.ID), o.Name, o.Channel) {
			return fmt.Errorf("origin %q has a text that is no UTF-8", o.ID)
		}
	}
	for _, d := range s.Documents {
		if !valid(string(d.ID), d.Title, d.Publisher) {
			return fmt.Errorf("document %q has a text that is no UTF-8", d.ID)
		}
	}
	for _, p := range s.Parties {
		if !valid(string(p.ID), p.Name) {
			return fmt.Errorf("party %q has a text that is no UTF-8", p.ID)
		}
	}
	return nil
}

func checkClaim(c *delist.Claim) error {
	var err error
	switch {
	case strings.TrimSpace(c.Text) == "":
		err = errors.New("no text")
	case c.Speaker != "" && strings.TrimSpace(c.Speaker) == "":
		err = errors.New("a speaker of spaces")
	case !gradeable(c.Reliability, c.Credibility):
		err = fmt.Errorf("%q and %d are no grades of the Admiralty code", c.Reliability, c.Credibility)
	default:
		return nil
	}
	return fmt.Errorf("claim %q: %w", c.ID, err)
}

func valid(texts ...string) bool {
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return false
		}
	}
	return true
}
