package mapping

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"parry/model"
)

// Words and numbers mean one of our five steps, or nothing at all.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		scale Scale
		text  string
		want  string
	}{
		{Words, "very high", "VH"}, {Words, "Medium", "M"}, {Words, "Almost certain", "VH"}, {Words, "sehr gering", "VL"}, {Words, "4 - High", "H"},
		{Words, "High (4)", "H"}, {Words, "4", "?"}, {Words, "often", ""}, {Words, "", ""},
		{Three, "1", "L"}, {Three, "3", "H"}, {Three, "4", ""}, {Four, "1", "L"}, {Four, "4", "VH"}, {Five, "1", "VL"}, {Five, "5", "VH"}, {Five, "0", ""},
		{Five, "3,0", "M"}, {Five, "2.5", ""}, {Five, "high", "H"}, {Ten, "0", "VL"}, {Ten, "5", "M"}, {Ten, "8", "H"}, {Ten, "10", "VH"}, {Ten, "11", ""},
		{Hundred, "4", "VL"}, {Hundred, "5", "L"}, {Hundred, "79", "M"}, {Hundred, "95%", "H"}, {Hundred, "96", "VH"}, {Hundred, "-1", ""},
	} {
		l, number, _ := c.scale.level(c.text)
		got := l.String()
		if number {
			got = "?"
		}
		if got != c.want {
			t.Errorf("%q on %q: %q, want %q", c.text, c.scale, got, c.want)
		}
	}
}

// A header is a table of threats where it speaks of them, and of nothing else.
func TestLikely(t *testing.T) {
	for header, want := range map[string]bool{
		"Risk,Owner": true, "Title,Likelihood,Impact": true, "Bedrohung;x": false, "Bedrohung,Schaden": true, "name,city": false, "id,name,street": false,
		"Threat": false, "Name,Impact": true, "Description,Impact": false, "": false,
	} {
		if got := Likely(strings.Split(header, ",")); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

// cells are rows as tests write them.
type cells struct {
	rows []string
	at   int
}

func (c *cells) Next() ([]string, string, error) {
	if c.at == len(c.rows) {
		return nil, "", io.EOF
	}
	c.at++
	return strings.Split(c.rows[c.at-1], "|"), fmt.Sprintf("line %d", c.at), nil
}

// Closed lists, days and letters are read as people write them; what is none of ours
// stays with the threat, and a row without a title is named after its place.
func TestValues(t *testing.T) {
	in, notes, err := Mapping{}.Read("csv", &cells{rows: []string{
		"Threat|Status|Strategy|Due date|STRIDE|Assets|Owner|Owner", "a|Erledigt|Reduce|1.2.2027|Spoofing / T|web\ndb|Ada|Bo|more", "|||02/03/2027|fear|||",
	}})
	if err != nil {
		t.Fatal(err)
	}
	one, two := in[0].Threat, in[1].Threat
	if got := fmt.Sprint(one.Status, one.Response.Kind, one.Response.Due, one.Class.STRIDE, one.Statement.Assets, one.Ownership.Person); got != "treatedmitigate2027-02-01[S T] [web db]Ada" {
		t.Error(got)
	}
	if f := one.Foreign(); f.Get("Owner") != `"Bo"` || f.Get("column 9") != `"more"` {
		t.Errorf("kept %+v", f)
	}
	if f := two.Foreign(); two.Title != "unnamed threat of line 3" || f.Get("Due date") != `"02/03/2027"` || f.Get("STRIDE") != `"fear"` {
		t.Errorf("%q, kept %+v", two.Title, f)
	}
	if len(notes) != 5 {
		t.Errorf("notes %v", notes)
	}
}

// The table of guesses names fields that there are, and no word means two of them.
func TestGuesses(t *testing.T) {
	seen := map[string]string{}
	for field, names := range guesses {
		if _, ok := model.FieldNamed(field); !ok {
			t.Errorf("there is no field %s", field)
		}
		for _, name := range names {
			if word(name) != name || seen[name] != "" {
				t.Errorf("%s is %s and %s", name, seen[name], field)
			}
			seen[name] = field
		}
	}
	for field, words := range choiceWords {
		f, _ := model.FieldNamed(field)
		for from, to := range words {
			if err := f.Load(new(model.Threat), to); err != nil {
				t.Errorf("%s is taken as %s: %v", from, to, err)
			}
		}
	}
}

// What was said of a table is remembered under its header, whatever stands below.
func TestMemory(t *testing.T) {
	m := Mapping{Scale: Five, Trace: new(Trace)}
	for _, text := range []string{"Kind of harm=title", "Secret = x=-"} {
		if err := m.Parse(text); err != nil {
			t.Fatal(err)
		}
	}
	again := Remembered(m.String() + "\ngone=nofield\nscale 1-9")
	if fmt.Sprint(again.Columns) != fmt.Sprint(m.Columns) || Remembered(m.String()).Scale != Five || !m.Said() || (Mapping{}).Said() {
		t.Errorf("%v came back as %v", m, again)
	}
	keys := map[string]bool{}
	for _, rows := range [][]string{{"Kind of harm|Secret = x", "a|b"}, {"kind_of_harm|Secret = x", "c|d"}, {"Threat|Status", "a|b"}} {
		m := Mapping{Trace: new(Trace)}
		_, _, _ = m.Read("csv", &cells{rows: rows}) // the first two have no title
		keys[m.Trace.Draft()] = true
	}
	if len(keys) != 2 {
		t.Errorf("keys %v", keys)
	}
}

// A table of our own with a column twice is refused: which of them is meant, nobody
// can tell.
func TestOwnTwice(t *testing.T) {
	for _, c := range []struct {
		header string
		says   string
	}{
		{"id|title|Title", "the header: columns title and Title are the same; keep one"},
		{"id|residual_impact|current_impact", "the header: columns residual_impact and current_impact are the same; keep one"},
		{"id|notes|notes+2", "<nil>"},
	} {
		if _, _, err := ReadOwn(&cells{rows: []string{c.header, "T-1|M|L"}}); c.says != fmt.Sprint(err) {
			t.Errorf("%s: %v", c.header, err)
		}
	}
}
