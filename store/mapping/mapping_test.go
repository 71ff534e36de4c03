package mapping

import (
	"encoding/json"
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
		{Words, "High (4)", "H"}, {Words, "4", "?"}, {Words, "Med", "M"}, {Words, "mod.", "M"}, {Words, "hi", "H"}, {Words, "V. High", "VH"}, {Words, "3-Moderate", "M"},
		{Words, "[2] Low", "L"}, {Words, "High/4", "H"}, {Words, "3 = Mittel", "M"}, {Words, "5 Very High", "VH"}, {Words, "M/H", ""}, {Words, "Low to High", ""}, {Words, "2/5", ""}, {Words, "10 % likely", ""}, {Words, "often", ""}, {Words, "", ""},
		{Three, "1", "L"}, {Three, "3", "H"}, {Three, "4", ""}, {Four, "1", "L"}, {Four, "4", "VH"}, {Five, "1", "VL"}, {Five, "5", "VH"}, {Five, "0", ""},
		{Five, "3,0", "M"}, {Five, "2.5", ""}, {Five, "high", "H"}, {Ten, "0", "VL"}, {Ten, "5", "M"}, {Ten, "8", "H"}, {Ten, "10", "VH"}, {Ten, "11", ""},
		{Hundred, "4", "VL"}, {Hundred, "5", "L"}, {Hundred, "79", "M"}, {Hundred, "95%", "H"}, {Hundred, "96", "VH"}, {Hundred, "-1", ""},
		{Plain, "4", ""}, {Plain, "high", "H"}, {Plain, "4 - High", "H"},
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

// A day is taken where it can mean one day only, however it is written.
func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"2026-12-31": "2026-12-31", "31.12.2026": "2026-12-31", "1.2.27": "2027-02-01", "31/12/2026": "2026-12-31", "12/31/2026": "2026-12-31", "5/5/2026": "2026-05-05",
		"12/03/2026": "", "31-Dec-26": "2026-12-31", "31 Dec 2026": "2026-12-31", "Dec 31, 2026": "2026-12-31", "3. März 2026": "2026-03-03", "3. Dez. 2026": "2026-12-03",
		"3 Sept 2026": "2026-09-03", "1 Mai 2026": "2026-05-01", "2026-12-31 00:00": "2026-12-31", "2026-12-31T10:00:00": "2026-12-31", "2026-12-31T23:30:00+02:00": "2026-12-31",
		"20261231": "2026-12-31", "Dec 2026": "", "Q4 2026": "", "soon": "", "31.02.2026": "", "3 Marvellous 2026": "", "46022": "", "": "",
	} {
		if got := dayOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A header is a table of threats where it speaks of them, and of nothing else.
func TestLikely(t *testing.T) {
	for header, want := range map[string]bool{
		"Risk,Owner": true, "Title,Likelihood,Impact": true, "Bedrohung;x": false, "Bedrohung,Schaden": true, "name,city": false, "id,name,street": false,
		"Threat": false, "Name,Impact": true, "Description,Impact": false, "Risk Description,Impact": true, "": false,
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

// What is said of a column goes before what is guessed of another, wherever they stand;
// said of two it is refused. The trace shows every column with examples, also where the
// table cannot be read.
func TestSaidBeforeGuessed(t *testing.T) {
	rows := func() *cells {
		return &cells{rows: []string{"Name|Kind of harm|Likelihood|Secret", "a|x|4|s", "b|x|3|s", "c|y|2|s", "d|z|1|s", "e|zz|1|s"}}
	}
	read := func(said ...string) (Mapping, []model.Incoming, error) {
		m := Mapping{Trace: new(Trace)}
		for _, one := range said {
			if err := m.Parse(one); err != nil {
				t.Fatal(err)
			}
		}
		in, _, err := m.Read("csv", rows())
		return m, in, err
	}
	m, in, err := read("Kind of harm=title", "Likelihood=-", "Secret=notes")
	if err != nil || in[0].Threat.Title != "x" || in[0].Threat.Foreign().Get("Name") != `"a"` {
		t.Errorf("%v, %+v", err, in)
	}
	if got := fmt.Sprintf("%q", m.Trace.Columns); got != `[{"Name" "" ["a" "b" "c"]} {"Kind of harm" "title" ["x" "y" "z"]} {"Likelihood" "-" ["4" "3" "2"]} {"Secret" "notes" ["s"]}]` {
		t.Errorf("trace %s", got)
	}
	for _, c := range []struct {
		said []string
		says string
	}{
		{[]string{"Kind of harm=title", "Secret=title"}, `line 1: columns "Kind of harm" and "Secret" are both taken as title; keep one`},
		{[]string{"Name=-"}, "line 1: no column looks like a title; say which with --map 'COLUMN=title'; the columns are Name, Kind of harm, Likelihood, Secret"},
		{[]string{"Colour=title"}, `line 1: there is no column "colour" for title; the columns are Name, Kind of harm, Likelihood, Secret`},
		{nil, `column "Likelihood" holds numbers up to 4; say what they mean with --scale 1-3, 1-4, 1-5, 0-10 or 0-100, words if they are no levels, or leave it out with --map "Likelihood=-"`},
	} {
		m, in, err := read(c.said...)
		if in != nil || fmt.Sprint(err) != c.says {
			t.Errorf("%q: %v", c.said, err)
		}
		if len(m.Trace.Columns) != 4 || len(m.Trace.Columns[0].Examples) != 3 {
			t.Errorf("%q: trace %q", c.said, m.Trace.Columns)
		}
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

// No table makes the reader fall over, whatever is said of it: it gives an error and
// nothing, or threats with titles that say what each row said, and the trace holds every
// column. The same table read as it is remembered gives the same.
func FuzzRead(f *testing.F) {
	f.Add("Ref|Risk name|What could happen|Probability|Damage|Who|Deadline\n1|Keys leak|money goes|4|5|Ada|2027-01-31\n2|Model drifts||Low|5 - High||31.01.2027", "", "1-5")
	f.Add("Threat|Status|Strategy|Due date|STRIDE|Assets|Owner|Owner\na|Erledigt|Reduce|1.2.2027|Spoofing / T|web;db|Ada|Bo|more", "Owner=-", "")
	f.Add("Bedrohung|Eintrittswahrscheinlichkeit|Schadenshöhe|Nummer\nSchlüssel fort|häufig|existenzbedrohend|R-7\n||sehr hoch|", "", "words")
	f.Add("Kind of harm|x=y|T\nloss|3|S", "Kind of harm=title\nx=y=inherent_likelihood", "0-10")
	f.Add("My list||\n\nThreat|Impact|Due date\na|[3] Med|3. März 2026\nb|V. High|31/12/26", "", "")
	f.Add("id|title|Risk score\nT-001|a|95%\nT-001|a|1,5", "Risk score=inherent_impact", "0-100")
	f.Add("Threat||STRIDE\na|E", "-=-", "")
	f.Fuzz(func(t *testing.T, text, said, scale string) {
		m := Mapping{Trace: new(Trace)}
		for line := range strings.SplitSeq(said, "\n") {
			_ = m.Parse(line) // what is none is not said
		}
		m.Scale, _ = ParseScale(scale)
		rows := strings.Split(text, "\n")
		in, notes, err := m.Read("csv", &cells{rows: rows})
		if err != nil {
			if in != nil || notes != nil {
				t.Fatalf("%v, and %d threats", err, len(in))
			}
			return
		}
		for _, one := range in {
			if one.Threat.Title == "" || one.Threat.Foreign().ID == "" {
				t.Fatalf("%+v", one.Threat)
			}
		}
		again := Remembered(m.String())
		same, _, err := again.Read("csv", &cells{rows: rows})
		if err != nil || fmt.Sprint(threatsOf(same)) != fmt.Sprint(threatsOf(in)) {
			t.Fatalf("remembered as %q it reads otherwise: %v", m.String(), err)
		}
	})
}

func threatsOf(in []model.Incoming) (all []string) {
	for _, one := range in {
		text, err := json.Marshal(one.Threat)
		all = append(all, fmt.Sprint(string(text), err))
	}
	return all
}

// Of cells that no field takes, only those are said to stay that found room beside their threat.
func TestCellsWithoutRoom(t *testing.T) {
	long := strings.Repeat("n", model.MaxText+1)
	_, notes, err := Mapping{}.Read("csv", &cells{rows: []string{"Threat|Due date|Notes", "a|someday|" + long}})
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	for _, n := range notes {
		told += n.Text + "\n"
	}
	for _, want := range []string{"there is no room for Notes", `such as "someday"; it stays with its threat`, "it does not stay with its threat"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not said: %s", want, told)
		}
	}
}
