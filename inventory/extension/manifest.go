package extension

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"strings"
)

const manifestName = "manifest.json"

// Manifest reads the manifest of a browser's extension that lies unpacked. What
// lies beside it is asked for by its path below the manifest's directory, for a
// name that is kept in a file for each language; beside may be nil.
//
// The error wraps [ErrNot] for the manifest of something else: pages that can be
// installed, and applications, have a file of that name, too.
//
// Source: MDN, "manifest.json", https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/manifest.json;
// Chrome for Developers, "Manifest file format", https://developer.chrome.com/docs/extensions/reference/manifest
func Manifest(content []byte, beside func(path string) ([]byte, error)) (*Extension, error) {
	o, err := parseObject(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", manifestName, err)
	}
	if _, ok := o["manifest_version"].(float64); !ok {
		return nil, fmt.Errorf("%s: %w: no manifest_version", manifestName, ErrNot)
	}
	settings := o.settings()
	e := &Extension{
		ID: cmp.Or(settings.text("id"), keyID(o.text("key"))), Name: o.text("name"), Version: o.text("version"),
		Author: o.person("author"), Developer: o.person("developer"),
		Homepage: cmp.Or(o.text("homepage_url"), o.text("developer", "url")),
		Update:   cmp.Or(settings.text("update_url"), o.text("update_url")),
	}
	e.localise(o.text("default_locale"), beside)
	return e, nil
}

// settings returns those for one browser, which hold the identifier that the
// developer chose. Their older name is "applications".
func (o object) settings() object {
	if s := o.at("browser_specific_settings", "gecko"); s != nil {
		return s
	}
	return o.at("applications", "gecko")
}

// keyID returns the identifier that a public key gives, written in base64.
func keyID(key string) string {
	b, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(b) == 0 {
		return ""
	}
	sum := sha256.Sum256(b)
	return letters(sum[:idSize])
}

// localise replaces what stands for a text that is kept in a file for each
// language by that text in the extension's own.
//
// Source: MDN, "Internationalization", section "Internationalizing manifest.json".
func (e *Extension) localise(locale string, beside func(path string) ([]byte, error)) {
	if beside == nil || !isLocale(locale) {
		return
	}
	var messages object
	for _, field := range []*string{&e.Name, &e.Author, &e.Developer, &e.Homepage} {
		key, ok := messageKey(*field)
		if !ok {
			continue
		}
		if messages == nil {
			messages = readMessages(locale, beside)
		}
		*field = cmp.Or(messages.text(strings.ToLower(key), "message"), *field)
	}
}

// readMessages returns the texts by their keys in lower case, since case counts
// for nothing in them.
func readMessages(locale string, beside func(path string) ([]byte, error)) object {
	messages := object{}
	content, err := beside(path.Join("_locales", locale, "messages.json"))
	if err != nil {
		return messages // the name stays as it stands in the manifest
	}
	parsed, err := parseObject(content)
	if err != nil {
		return messages
	}
	for key, message := range parsed {
		messages[strings.ToLower(key)] = message
	}
	return messages
}

func messageKey(text string) (key string, ok bool) {
	key, ok = strings.CutPrefix(text, "__MSG_")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(key, "__")
}

// isLocale reports whether a locale is the name of one, such as "pt_BR", and not
// a path that leads elsewhere.
func isLocale(name string) bool {
	return name != "" && strings.IndexFunc(name, notInLocale) < 0
}

func notInLocale(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
}
