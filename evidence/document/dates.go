package document

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// A moment is a day, month or year as somebody wrote it.
type moment struct {
	date      delist.Date
	precision string
}

// months are the names of months in English, German, French, Spanish, Italian and
// Russian, and what newspapers shorten them to.
var months = monthNames(`
january jan januar janvier enero ene gennaio gen январь января янв jänner
february feb februar février fevrier févr febrero febbraio февраль февраля фев
march mar märz maerz mars marzo март марта мар mrz
april apr avril avr abril abr aprile апрель апреля апр
may mai mayo maggio mag май мая
june jun juni juin junio giugno giu июнь июня июн
july jul juli juillet juil julio luglio lug июль июля июл
august aug août aout agosto ago август августа авг
september sept sep septembre septiembre settembre set сентябрь сентября сен сент
october oct oktober okt octobre octubre ottobre ott октябрь октября окт
november nov novembre noviembre ноябрь ноября ноя
december dec dezember dez décembre decembre déc diciembre dic dicembre декабрь декабря дек`)

func monthNames(table string) map[string]int {
	names := map[string]int{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		for _, name := range strings.Fields(line) {
			names[name] = i + 1
		}
	}
	return names
}

// A token is a word or number of a date.
type token struct {
	number int // -1 for a word
	digits int
	month  int // 0 for none
	end    int // where it ends
	after  byte
}

// dateTokens reads up to five words and numbers from the beginning of s.
func dateTokens(s string) (out [5]token, n int) {
	i := 0
	for n < len(out) {
		for i < len(s) && strings.IndexByte(" ,.-/\t", s[i]) >= 0 {
			i++
		}
		start := i
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			for i < len(s) && s[i] >= '0' && s[i] <= '9' {
				i++
			}
			number := -1
			if i-start <= 4 {
				number, _ = strconv.Atoi(s[start:i])
			}
			out[n] = token{number: number, digits: i - start, end: i}
			i += ordinal(s[i:])
		} else {
			for i < len(s) {
				r, size := utf8.DecodeRuneInString(s[i:])
				if !unicode.IsLetter(r) {
					break
				}
				i += size
			}
			if i == start || i-start > 24 {
				return out, n
			}
			word := strings.ToLower(s[start:i])
			if word == "de" || word == "of" || word == "del" || word == "the" {
				continue
			}
			out[n] = token{number: -1, month: months[word], end: i}
			if out[n].month == 0 {
				return out, n
			}
		}
		if i < len(s) {
			out[n].after = s[i]
		}
		n++
	}
	return out, n
}

// ordinal returns how long "st", "nd", "rd", "th" or "º" is at the beginning of s.
func ordinal(s string) int {
	for _, mark := range []string{"st", "nd", "rd", "th", "er", "º"} {
		if strings.HasPrefix(s, mark) {
			r, _ := utf8.DecodeRuneInString(s[len(mark):])
			if !unicode.IsLetter(r) {
				return len(mark)
			}
		}
	}
	return 0
}

// dateAt reads a date at the beginning of s, and returns how many bytes it has; 0
// where there is none. Two readings of one date, such as 09/08/2017, are its year.
func dateAt(s string) (moment, int) {
	if m, n := dateTime(s); n > 0 {
		return m, n
	}
	t, n := dateTokens(s)
	switch {
	case n >= 3 && t[0].month > 0 && isDay(t[1]) && isYear(t[2]): // September 9 2017
		return day(t[2].number, t[0].month, t[1].number, t[2].end)
	case n >= 3 && isDay(t[0]) && t[1].month > 0 && isYear(t[2]): // 9 September 2017
		return day(t[2].number, t[1].month, t[0].number, t[2].end)
	case n >= 3 && isYear(t[0]) && t[1].month > 0 && isDay(t[2]): // 2017, September 9
		return day(t[0].number, t[1].month, t[2].number, t[2].end)
	case n >= 3 && isYear(t[0]) && isDay(t[1]) && isDay(t[2]) && t[0].after == t[1].after && t[0].after != ' ': // 2017-09-09
		return day(t[0].number, t[1].number, t[2].number, t[2].end)
	case n >= 3 && isDay(t[0]) && isDay(t[1]) && isYear(t[2]) && t[0].after == t[1].after && strings.IndexByte("./-", t[0].after) >= 0:
		return short(t[0], t[1], t[2])
	case n >= 2 && t[0].month > 0 && isYear(t[1]): // September 2017
		return moment{delist.NewDate(t[1].number, time.Month(t[0].month), 1), "month"}, t[1].end
	case n >= 2 && isYear(t[0]) && t[0].after == '-' && t[1].digits == 2 && t[1].number >= 1 && t[1].number <= 12: // 2017-09
		return moment{delist.NewDate(t[0].number, time.Month(t[1].number), 1), "month"}, t[1].end
	}
	return moment{}, 0
}

// short reads 9.9.2017 and 09/30/2017. With points the day comes first.
func short(a, b, year token) (moment, int) {
	switch {
	case a.after == '.' || a.number > 12:
		return day(year.number, b.number, a.number, year.end)
	case b.number > 12 || a.number == b.number:
		return day(year.number, a.number, b.number, year.end)
	}
	return moment{delist.NewDate(year.number, 1, 1), "year"}, year.end
}

// The years that a print may be of.
const firstYear, lastYear = 1800, 2199

func isYear(t token) bool { return t.digits == 4 && t.number >= firstYear && t.number <= lastYear }
func isDay(t token) bool  { return t.number >= 1 && t.number <= 31 && t.digits <= 2 }

// day returns a day that the calendar has.
func day(year, month, dayOf, end int) (moment, int) {
	if year < firstYear || year > lastYear {
		return moment{}, 0
	}
	t := time.Date(year, time.Month(month), dayOf, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != dayOf {
		return moment{}, 0
	}
	return moment{delist.DateOf(t), "day"}, end
}
