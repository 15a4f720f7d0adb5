package stories

// ParseTemplate is for the fuzz test of the template parser: it parses s, and
// expands it without facts.
func ParseTemplate(s string) (string, error) {
	t, err := parseTemplate(newNames(), s)
	if err != nil {
		return "", err
	}
	return (&voice{r: seeded(1)}).sentence(t), nil
}

// Reread reads the templates of the program again, for its errors.
func Reread() error {
	_, err := readBank(texts)
	return err
}

// CompareAll calls f with the overlaps of each pair of stories.
func CompareAll(c *Corpus, f func(a, b *Story, plain, masked float64)) {
	plain, masked := make([][]uint64, len(c.Stories)), make([][]uint64, len(c.Stories))
	for i, s := range c.Stories {
		plain[i], masked[i] = grams(s.text(), false), grams(s.text(), true)
		for j := range i {
			f(c.Stories[j], s, shared(plain[j], plain[i]), shared(masked[j], masked[i]))
		}
	}
}
