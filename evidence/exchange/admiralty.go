package exchange

import (
	"errors"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

// The Admiralty code grades a source and a piece of information apart.
//
// Source: NATO AJP-2.1 (before it STANAG 2511), "Evaluation"; the words are those
// of STIX 2.1 and of the MISP taxonomy admiralty-scale, which carry them.
var credibilities = [...]string{1: "confirmed by other sources", "probably true", "possibly true",
	"doubtful", "improbable", "truth cannot be judged"}

var errNoGrade = errors.New("a grade that the Admiralty code does not have: no grade is kept")

// gradeable reports whether both are grades of the code, or not given.
func gradeable(reliability string, credibility int) bool {
	return (reliability == "" || len(reliability) == 1 && "A" <= reliability && reliability <= "F") &&
		credibility >= 0 && credibility < len(credibilities)
}

// confidence returns what STIX writes for a credibility, from 0 to 100, and whether
// it writes anything: for 6, that the truth cannot be judged, the property is absent.
//
// Source: STIX 2.1, appendix A, "Admiralty Credibility".
func confidence(credibility int) (int, bool) {
	if credibility < 1 || credibility > 5 {
		return 0, false
	}
	return 110 - 20*credibility, true
}

// credibility returns the grade for a confidence from 0 to 100, by the ranges of
// the same appendix: 80 to 100 is 1, 60 to 79 is 2, down to 0 to 19, which is 5.
func credibility(confidence int) int { return 5 - min(confidence/20, 4) }

// The labels of the MISP taxonomy admiralty-scale, version 5, which other programs
// read: https://github.com/MISP/misp-taxonomies/blob/main/admiralty-scale/machinetag.json.
const (
	reliabilityLabel = `admiralty-scale:source-reliability="`
	credibilityLabel = `admiralty-scale:information-credibility="`
)

func gradeLabels(c *delist.Claim) []string {
	var labels []string
	if c.Reliability != "" {
		labels = append(labels, reliabilityLabel+strings.ToLower(c.Reliability)+`"`)
	}
	if c.Credibility != 0 {
		labels = append(labels, credibilityLabel+strconv.Itoa(c.Credibility)+`"`)
	}
	return labels
}

// readGrades takes the grades of labels into c; other labels are not its business. It
// reports a grade that the code does not have.
func readGrades(c *delist.Claim, labels []string) error {
	for _, label := range labels {
		if v, ok := strings.CutPrefix(label, reliabilityLabel); ok {
			c.Reliability = strings.ToUpper(strings.TrimSuffix(v, `"`))
		} else if v, ok := strings.CutPrefix(label, credibilityLabel); ok {
			n, err := strconv.Atoi(strings.TrimSuffix(v, `"`))
			if err != nil || n < 1 {
				n = -1
			}
			c.Credibility = n
		}
	}
	if !gradeable(c.Reliability, c.Credibility) {
		c.Reliability, c.Credibility = "", 0
		return errNoGrade
	}
	return nil
}
