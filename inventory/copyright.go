package inventory

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/delistdev/delist"
)

// copyrightBytes is how much of a copyright file is read: what is wanted stands
// at its beginning.
const copyrightBytes = 16 << 10

// upstream returns what the copyright file of a package of Debian says about
// whoever wrote what the distribution packs: its maintainer made the package and
// not the program. A package without the file, or with one of another form,
// gives nothing.
//
// Source: Debian Policy, section 12.5; "Machine-readable debian/copyright file"
// (DEP 5), Upstream-Contact, Source and Copyright. Older files say "It was
// downloaded from" and "Upstream Author" in words.
func upstream(t *tree, root, name string) []delist.Declaration {
	content, err := t.small(root+"usr/share/doc/"+name+"/copyright", copyrightBytes)
	if err != nil {
		return nil
	}
	c := parseCopyright(content)
	return declare("upstream-contact", c.contact, "source", c.source, "copyright", c.holder)
}

// A copyright is what such a file says first of each.
type copyright struct{ contact, source, holder string }

func parseCopyright(content []byte) (c copyright) {
	set := func(into *string, value string) {
		if *into == "" && value != "" {
			*into = value
		}
	}
	whole, open := false, (*string)(nil)
	for len(content) > 0 {
		var line []byte
		line, content = cutLine(content)
		text := strings.TrimSpace(string(line))
		continued := len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		if continued && open != nil {
			set(open, cleanHolder(text))
		}
		open = nil
		key, value, _ := strings.Cut(text, ":")
		value = strings.TrimSpace(value)
		switch lower := strings.ToLower(key); {
		case lower == "upstream-contact", strings.HasPrefix(lower, "upstream author"):
			set(&c.contact, value)
			open = &c.contact
		case lower == "source", lower == "upstream-source":
			set(&c.source, address.FindString(value))
		case strings.Contains(lower, "downloaded from"), strings.Contains(lower, "obtained from"):
			set(&c.source, address.FindString(text))
			if c.source == "" {
				next, _ := cutLine(bytes.TrimLeft(content, "\r\n"))
				set(&c.source, address.FindString(string(next)))
			}
		case lower == "files":
			whole = value == "*"
		case lower == "copyright" && whole:
			set(&c.holder, cleanHolder(value))
			open = &c.holder
		}
	}
	return c
}

var (
	address = regexp.MustCompile(`(?:https?|git|ftp)://[^\s<>",;)]+`)
	years   = regexp.MustCompile(`^(?:\(?[Cc]\)|©|[Cc]opyright|[0-9]{4}|[-–,.\s]|present)+`)
)

// rights are words around the holder's name that are not part of it.
var rights = regexp.MustCompile(`(?i)^by |\.?\s*all rights reserved\.?$`)

// cleanHolder takes the years and such from a line of copyright.
func cleanHolder(text string) string {
	holder := strings.TrimSpace(rights.ReplaceAllString(strings.TrimSpace(years.ReplaceAllString(text, "")), ""))
	if strings.HasPrefix(strings.ToLower(holder), "the original author") {
		return ""
	}
	return holder
}
