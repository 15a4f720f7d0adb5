package quote

import (
	_ "embed"
	"strings"

	"github.com/delistdev/delist"
)

//go:embed words.tsv
var wordsData string

//go:embed verbs.tsv
var verbsData string

// A class is a set of what a word may be; the names are those of words.tsv.
type class uint64

const (
	det class = 1 << iota
	pron
	male
	female
	plural
	aux
	passive
	neg
	adv
	prep
	start
	bound
	rel
	title
	role
	anon
	orgnoun
	official
	thing
	suffix
	month
	day
	timeWord
	when
	hedge
	abbr
	abbrTitle
	join
	label
	saynoun
	worry
	media
	scale
	possess
	channelNoun
	place
	spokes
	speechNoun
	number
	artefact // ends like a word for a person, and is none
)

var classNames = map[string]class{
	"det": det, "pron": pron, "male": male, "female": female, "plural": plural, "aux": aux, "passive": passive, "neg": neg,
	"adv": adv, "prep": prep, "start": start, "bound": bound, "rel": rel, "title": title, "role": role, "anon": anon,
	"orgnoun": orgnoun, "official": official, "thing": thing, "suffix": suffix, "month": month, "day": day, "time": timeWord,
	"when": when, "hedge": hedge, "abbr": abbr, "abbrtitle": abbrTitle, "join": join, "label": label, "saynoun": saynoun,
	"worry": worry, "media": media, "scale": scale, "possess": possess, "channelnoun": channelNoun,
	"place": place, "spokes": spokes, "speechnoun": speechNoun, "number": number, "artefact": artefact,
}

// A use is a set of the ways in which a verb takes what is said.
type use uint32

const (
	useQuote  use = 1 << iota // beside a direct quote
	useThat                   // a clause with "that"
	useBare                   // a clause without it
	useObject                 // a noun: denied links
	useTo                     // an infinitive: promised to pay
	useAs                     // calls a thing something
	useWeak                   // the subject must be known to be somebody
	usePerson                 // somebody is told
	useBelief                 // negated it is still a claim
	useAct                    // an authority's act
	useList                   // only with a phrase of its own
	useOut                    // pointed out
	useWhether
	useAccuse
	useOf
	useWorry // with a noun such as "concern"
)

var useNames = map[string]use{
	"quote": useQuote, "that": useThat, "bare": useBare, "object": useObject, "to": useTo, "as": useAs, "weak": useWeak,
	"person": usePerson, "belief": useBelief, "act": useAct, "list": useList, "out": useOut, "whether": useWhether,
	"accuse": useAccuse, "of": useOf, "worry": useWorry,
}

// A verb is one verb of saying.
type verb struct {
	lemma string
	kind  delist.ClaimKind
	use   use
}

// A word is what the lexicon knows of one form.
type word struct {
	class class
	verb  *verb
}

// lexicon maps a form in lower case to what is known of it.
var lexicon = readLexicon(wordsData, verbsData)

func readLexicon(words, verbs string) map[string]*word {
	lex := map[string]*word{}
	var plurals []string
	at := func(form string) *word {
		if lex[form] == nil {
			lex[form] = &word{}
		}
		return lex[form]
	}
	for line := range strings.Lines(words) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		c := classNames[name]
		if !ok || c == 0 {
			continue
		}
		for _, form := range strings.Fields(list) {
			at(form).class |= c
		}
	}
	for form, w := range lex {
		many := lex[form+"s"]
		if w.class&role != 0 && w.class&plural == 0 && (many == nil || many.class&role != 0) && !strings.HasSuffix(form, "s") {
			plurals = append(plurals, form+"s")
		}
	}
	for _, form := range plurals {
		at(form).class |= role | plural
	}
	for line := range strings.Lines(verbs) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || line[0] == '#' {
			continue
		}
		v := &verb{lemma: f[0], kind: delist.ClaimKind(f[1])}
		for _, u := range strings.Split(f[2], ",") {
			v.use |= useNames[u]
		}
		for _, form := range strings.Fields(f[3]) {
			at(form).verb = v
		}
	}
	return lex
}

// lacks reports whether a word is of none of some classes; a form that is not in the
// lexicon is of none.
func (w *word) lacks(c class) bool { return w == nil || w.class&c == 0 }
