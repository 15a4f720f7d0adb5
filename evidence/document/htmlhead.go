package document

import "strings"

// head fills a draft with what a page says of itself. JSON-LD comes first: it says
// what each value is. Sources: schema.org, NewsArticle; The Open Graph protocol
// (https://ogp.me); DCMI Metadata Terms; Google Scholar's citation tags.
func (d *draft) head(m *meta) {
	ld := linkedData(m.scripts)
	doc := &d.doc
	set(&doc.Title, m.first("og:title", "citation_title", "dc.title", "twitter:title"))
	set(&doc.Title, ld.headline)
	set(&doc.Publisher, m.first("og:site_name"))
	set(&doc.Publisher, ld.publisher)
	set(&doc.Publisher, m.first("dc.publisher", "citation_publisher", "publisher"))
	if isWeb(doc.Publisher) {
		doc.Publisher = ""
	}
	set(&doc.Title, m.titleOf(doc.Publisher))
	if len(m.headings) > 0 {
		set(&doc.Title, m.headings[0])
	}
	doc.Title = withoutSite(doc.Title, doc.Publisher)
	d.author(ld.authors)
	if doc.Author == "" {
		d.author([]string{m.first("author", "dc.creator", "citation_author", "parsely-author", "sailthru.author", "article:author", "byl")})
	}
	if doc.Author == "" {
		d.author(m.writers())
	}
	for _, value := range []string{
		ld.published, m.first("article:published_time", "datepublished", "citation_publication_date", "dc.date", "dc.date.issued",
			"dcterms.created", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "date", "originalpublicationdate"), m.when,
	} {
		if doc.Printed.IsZero() {
			d.printed(written(value))
		}
	}
	d.updated = written(m.first("article:modified_time", "og:updated_time", "last-modified", "datemodified"))
	for _, address := range []string{m.linked, m.first("og:url"), ld.address} {
		if doc.URL == "" && isWeb(address) {
			set(&doc.URL, address)
		}
	}
	set(&doc.Language, languageTag(m.lang))
	set(&doc.Language, languageTag(ld.language))
	set(&doc.Language, languageTag(m.first("content-language", "dc.language", "og:locale")))
}

// languageTag returns a tag of BCP 47 in its usual writing; "" for what is none.
func languageTag(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
	parts := strings.Split(strings.ReplaceAll(s, "_", "-"), "-")
	if len(parts[0]) < 2 || len(parts[0]) > 3 || len(s) > 20 {
		return ""
	}
	for i, part := range parts {
		if part == "" || strings.Trim(strings.ToLower(part), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return ""
		}
		switch {
		case i > 0 && len(part) == 2:
			parts[i] = strings.ToUpper(part)
		case i > 0 && len(part) == 4:
			parts[i] = strings.ToUpper(part[:1]) + strings.ToLower(part[1:])
		default:
			parts[i] = strings.ToLower(part)
		}
	}
	return strings.Join(parts, "-")
}

// titleOf returns the title of a page without the name of the site behind it: the
// heading that it repeats, or what stands before the name.
func (m *meta) titleOf(site string) string {
	title := m.title
	for _, h := range m.headings {
		if len(h) > 10 && len(h) < len(title) && strings.Contains(title, h) {
			return h
		}
	}
	if i := strings.LastIndex(title, " | "); site == "" && i > 20 && strings.Count(title[i+3:], " ") < 4 {
		return title[:i]
	}
	return title
}

// withoutSite returns a title without the name of the site behind a dash.
func withoutSite(title, site string) string {
	for _, dash := range []string{" | ", " - ", " – ", " — ", " :: ", " » "} {
		if i := strings.LastIndex(title, dash); i > 0 && site != "" && sameText(title[i+len(dash):], site) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// author sets who wrote a text. An agency among them is credited as one.
func (d *draft) author(names []string) {
	var people []string
	for _, name := range names {
		name = oneLine(name)
		if hasPrefixFold(name, "by ") {
			name = name[len("by "):]
		}
		agency := agencyOf(name)
		switch {
		case name == "" || isWeb(name) || len(people) >= 20:
		case agency != "":
			set(&d.doc.Agency, agency)
		default:
			people = append(people, name)
		}
	}
	set(&d.doc.Author, strings.Join(people, ", "))
}
