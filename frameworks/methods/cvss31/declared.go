package cvss31

import (
	"fmt"
	"strconv"
	"strings"
)

// A declared score is what somebody published beside the vector.
type declared struct {
	given  bool
	tenths int
}

func readDeclared(answer string) (declared, string) {
	if answer == "" {
		return declared{}, ""
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(answer), 64)
	tenths := int(f*10 + 0.5)
	if err != nil || f < 0 || f > 10 || float64(tenths)/10 != f {
		return declared{}, fmt.Sprintf("declared is %.40q; a score is a number from 0.0 to 10.0 with one decimal", answer)
	}
	return declared{true, tenths}, ""
}

// doubts says in a sentence how the declared score differs from the computed
// ones, and which of them it is.
func (d declared) doubts(s scores) []string {
	said := tenthsText(d.tenths)
	switch {
	case d.tenths == s.full():
		return nil
	case d.tenths == s.base:
		return []string{fmt.Sprintf("declared %s is the base score; with all that the vector says it is %s", said, tenthsText(s.full()))}
	}
	known := fmt.Sprintf("declared %s; the base score is %s", said, tenthsText(s.base))
	off := d.tenths - s.base
	switch {
	case d.tenths == s.temporal:
		known += ", " + said + " is the temporal score"
	case d.tenths == s.environmental:
		known += ", " + said + " is the environmental score"
	case off == 1 || off == -1:
		known += ": off by 0.1, as rounding in floating point gives"
	default:
		known += "; no group of this vector gives " + said
	}
	return []string{known}
}
