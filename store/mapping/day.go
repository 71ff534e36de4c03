package mapping

import (
	"strings"
	"time"
)

// dayForms are the ways to write a day that mean one day only, once months are in English.
var dayForms = []string{
	time.DateOnly, "20060102", "2006/1/2", "2006.1.2", "2.1.2006", "2.1.06",
	"2 January 2006", "2. January 2006", "January 2, 2006", "January 2 2006", "2-January-2006", "2-January-06", "2 January 06", "2006-January-2",
	time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", time.RFC3339, "2.1.2006 15:04", "2.1.2006 15:04:05",
}

// dayOf reads a day as people write it, where it can mean one day only; else it is "".
func dayOf(cell string) string {
	text := monthsOf(cell)
	for _, form := range dayForms {
		if day, err := time.Parse(form, text); err == nil {
			return day.Format(time.DateOnly)
		}
	}
	first, a := time.Parse("2/1/2006", text)
	second, b := time.Parse("1/2/2006", text)
	switch {
	case a == nil && (b != nil || first.Equal(second)):
		return first.Format(time.DateOnly)
	case a != nil && b == nil:
		return second.Format(time.DateOnly)
	}
	return ""
}

// months are how people write them, in English and in German, by the first letters.
var months = map[string]string{
	"jan": "January", "feb": "February", "mar": "March", "mär": "March", "apr": "April", "may": "May", "mai": "May", "jun": "June",
	"jul": "July", "aug": "August", "sep": "September", "oct": "October", "okt": "October", "nov": "November", "dec": "December", "dez": "December",
}

// monthsOf writes the one word of a day that is a month out in English.
func monthsOf(cell string) string {
	words := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(" .,-/0123456789", r) })
	if len(words) != 1 {
		return cell
	}
	runes := []rune(strings.ToLower(words[0]))
	if len(runes) < 3 || len(runes) > len("September") {
		return cell
	}
	month := months[string(runes[:3])]
	if month == "" || !spells(string(runes), month) {
		return cell
	}
	return strings.Join(strings.Fields(strings.Replace(strings.Replace(cell, words[0]+".", words[0], 1), words[0], month, 1)), " ")
}

// longMonths are the names that are not those of English.
var longMonths = []string{"jänner", "januar", "februar", "märz", "maerz", "mai", "juni", "juli", "oktober", "dezember"}

// spells says whether a word is a month or the beginning of its name.
func spells(word, month string) bool {
	if strings.HasPrefix(strings.ToLower(month), word) || word == "sept" {
		return true
	}
	for _, long := range longMonths {
		if strings.HasPrefix(long, word) {
			return true
		}
	}
	return false
}
