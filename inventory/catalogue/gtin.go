package catalogue

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// What is wrong with a GTIN, or was.
var (
	errCheckDigit = errors.New("its check digit is wrong")
	errExponent   = errors.New("a spreadsheet has cut it: digits are lost")
	errNoGTIN     = errors.New("not a GTIN: 8, 12, 13 or 14 digits are wanted")
)

// gtinOf reads a GTIN and writes it with 14 digits, as GS1 does to compare them.
// A value that had to be mended comes with a note that says how. An error comes
// with no number; a value that says that there is none gives neither.
//
// Source: GS1 General Specifications, sections 3.3.2 to 3.3.4 (GTIN) and 7.9
// (check digits).
func gtinOf(text string) (gtin, note string, err error) {
	text = bareGTIN(text)
	if text == "" || isNone(text) {
		return "", "", nil
	}
	var buffer [24]byte
	digits := buffer[:0]
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			if len(digits) == cap(digits) {
				return "", "", errNoGTIN
			}
			digits = append(digits, c)
		case c == ' ' || c == '-':
		default:
			return exponent(text)
		}
	}
	return padded(digits)
}

// padded writes digits as a GTIN if their check digit is right.
func padded(digits []byte) (gtin, note string, err error) {
	n := len(digits)
	if n < 7 || n > 14 {
		if strings.Trim(string(digits), "0") == "" {
			return "", "", nil // nothing but zeros
		}
		return "", "", errNoGTIN
	}
	var all [14]byte
	for i := range all {
		all[i] = '0'
	}
	copy(all[14-n:], digits)
	if all == [14]byte([]byte("00000000000000")) {
		return "", "", nil
	}
	if !checks(&all) {
		return "", "", errCheckDigit
	}
	switch n {
	case 8, 12, 13, 14:
	default:
		note = fmt.Sprintf("it has %d digits, so leading zeros were lost; with them its check digit is right", n)
	}
	return string(all[:]), note, nil
}

// checks reports whether the last digit is the check digit of the others.
func checks(all *[14]byte) bool {
	sum := 0
	for i, c := range all {
		digit := int(c - '0')
		if i%2 == 0 {
			digit *= 3
		}
		sum += digit
	}
	return sum%10 == 0
}

// exponent reads what a spreadsheet has made of a number: "8.85909950813E+11" or
// "885909950813.0". Only where every digit is still there is it one.
func exponent(text string) (gtin, note string, err error) {
	if len(text) > 30 {
		return "", "", errNoGTIN
	}
	mantissa, power, scientific := strings.Cut(strings.ToUpper(strings.Replace(text, ",", ".", 1)), "E")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if !isDigits(whole) || fraction != "" && !isDigits(fraction) || len(power) > 3 {
		return "", "", errNoGTIN
	}
	value, ok := new(big.Rat).SetString(text[:0] + strings.ToUpper(strings.Replace(text, ",", ".", 1)))
	switch {
	case !ok || !value.IsInt():
		return "", "", errNoGTIN
	case !scientific:
		gtin, _, err = padded([]byte(value.Num().String()))
		return gtin, "it was written as a number with decimals", err
	}
	digits := value.Num().String()
	if len(whole)+len(fraction) < len(digits)-1 || len(digits) > 14 {
		return "", "", errExponent
	}
	if gtin, _, err = padded([]byte(digits)); err != nil {
		return "", "", errExponent
	}
	return gtin, "a spreadsheet has written it with an exponent; its check digit is right", nil
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// bareGTIN takes off what spreadsheets and pages put around a number.
func bareGTIN(text string) string {
	text = strings.TrimSpace(text)
	text = strings.TrimPrefix(text, "'")
	if strings.HasPrefix(text, `="`) {
		text = strings.TrimSuffix(text[2:], `"`)
	}
	if i := strings.IndexByte(text, ':'); i >= 0 && i < 12 { // "upc:…", "urn:gtin:…"
		text = text[strings.LastIndexByte(text, ':')+1:]
	}
	return strings.TrimSpace(text)
}

// isNone reports whether a value is a way of saying that there is none.
func isNone(text string) bool {
	const longest = 20 // bytes of what is below
	if len(text) > longest+4 || text != "" && !strings.ContainsRune(" .-_/nNdDuUfFtTnN", rune(text[0])) {
		return false
	}
	switch strings.ToLower(strings.Trim(text, " .-_/")) {
	case "", "na", "n/a", "none", "null", "nil", "no", "nan", "unknown", "does not apply", "doesnotapply", "not applicable",
		"nicht zutreffend", "ne s'applique pas", "no aplica", "non applicabile", "false", "tbd", "tba", "undefined":
		return true
	}
	return false
}
