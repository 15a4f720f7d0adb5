package names

import "strings"

// sharpened applies what else is known of both sides to the score of the names.
// What one side does not know takes nothing.
func sharpened(s Score, q *Query, p *party) Score {
	score := s.Score
	if len(q.Countries) > 0 && p.countries != "" && !sharesCountry(q.Countries, p.countries) {
		s.Why = append(s.Why, Why{Query: strings.Join(q.Countries, " "), Name: strings.TrimSpace(p.countries), How: "another country", Price: rounded(score * 0.15)})
		score -= rounded(score * 0.15)
	}
	if q.Kind != "" && p.kind != "" && isPerson(q.Kind) != isPerson(p.kind) {
		s.Why = append(s.Why, Why{Query: q.Kind, Name: p.kind, How: "another kind", Price: rounded(score * 0.35)})
		score -= rounded(score * 0.35)
	}
	s.Score = rounded(score)
	return s
}

func isPerson(kind string) bool { return kind == "person" }

func sharesCountry(countries []string, theirs string) bool {
	for _, c := range countries {
		if strings.Contains(theirs, " "+strings.ToLower(c)+" ") {
			return true
		}
	}
	return false
}
