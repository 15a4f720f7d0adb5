package delist

// A Source says where a fact was read.
type Source struct {
	// URL is the address of the text, or of the edition of a file in a public
	// repository.
	URL string `json:"url" yaml:"url"`
	// Title names the text where the address alone does not.
	Title string `json:"title,omitempty" yaml:"title"`
	// Date is the day on which the fact was taken from the source.
	Date Date `json:"date,omitzero" yaml:"date"`
	// Confirmed reports whether the source itself was read and says so. A fact
	// with no confirmed source is shown as unconfirmed wherever it is used.
	Confirmed bool `json:"confirmed" yaml:"confirmed"`
}

// Confirmed reports whether at least one of the sources is.
func Confirmed(sources []Source) bool {
	for i := range sources {
		if sources[i].Confirmed {
			return true
		}
	}
	return false
}
