package document

import (
	"encoding/json"
	"html"
	"strings"
)

// linked is what the JSON-LD of a page says of its article.
//
// Source: schema.org, Article and its kinds (https://schema.org/Article).
type linked struct {
	headline, publisher, published, language, address string
	authors                                           []string
}

// maxNodes bounds how many values of JSON-LD are looked at, maxNesting how deep.
const maxNodes, maxNesting = 20_000, 12

// linkedData reads the scripts of a page; the first article is that of the page.
func linkedData(scripts []string) linked {
	var out linked
	for _, script := range scripts {
		script = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(script), "<!--"), "-->")
		var value any
		if json.Unmarshal([]byte(script), &value) != nil {
			continue
		}
		left := maxNodes
		if node := article(value, 0, &left); node != nil {
			out.take(node)
			return out
		}
	}
	return out
}

// article finds the first article in a value.
func article(value any, depth int, left *int) map[string]any {
	if *left--; *left < 0 || depth > maxNesting {
		return nil
	}
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			if node := article(e, depth+1, left); node != nil {
				return node
			}
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			return v
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"} {
			if node := article(v[key], depth+1, left); node != nil {
				return node
			}
		}
	}
	return nil
}

func isArticle(kind any) bool {
	for _, s := range texts(kind) {
		if strings.HasSuffix(s, "Article") || strings.HasSuffix(s, "Posting") || s == "Report" {
			return true
		}
	}
	return false
}

func (l *linked) take(node map[string]any) {
	one := func(key string) string {
		for _, s := range texts(node[key]) {
			return html.UnescapeString(s)
		}
		return ""
	}
	l.headline, l.publisher, l.published = one("headline"), one("publisher"), one("datePublished")
	if l.published == "" {
		l.published = one("dateCreated")
	}
	l.language, l.address = one("inLanguage"), one("url")
	l.authors = texts(node["author"])
}

// texts returns the texts of a value: itself, those of a list, the names of things.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case map[string]any:
		for _, key := range []string{"name", "@value", "alternateName"} {
			if s, ok := v[key].(string); ok {
				return []string{s}
			}
		}
	case []any:
		var out []string
		for _, e := range v[:min(len(v), 50)] {
			if _, nested := e.([]any); !nested {
				out = append(out, texts(e)...)
			}
		}
		return out
	}
	return nil
}
