package formats

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"parry/store/mapping"
	"parry/store/tryout"
)

// Whatever a table or a tree was written in, it is recognised, read as what it says, and
// the reader says what it was.
func TestEncodings(t *testing.T) {
	const title = "Schlüssel „fort“ – 5 €"
	wide := func(text string, order binary.AppendByteOrder, mark bool) []byte {
		var b []byte
		if mark {
			text = "\uFEFF" + text
		}
		for _, unit := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, unit)
		}
		return b
	}
	western := strings.NewReplacer("ü", "\xFC", "„", "\x84", "“", "\x93", "–", "\x96", "€", "\x80", "ö", "\xF6")
	for name, text := range map[string]string{
		"csv":            "id,title,owner_person\nT-900," + title + ",Jörg\n",
		"csv of others":  "Risiko;Eigentümer;Auswirkung\n" + title + ";Jörg;hoch\n",
		"json":           `{"schema": "parry/1", "threats": [{"title": "` + title + `"}]}`,
		"threatcomposer": `{"schema": 1, "threats": [{"id": "1", "threatAction": "` + title + `"}]}`,
		"otm":            `{"otmVersion": "0.2.0", "project": {"id": "x", "name": "Jörg"}, "threats": [{"id": "t", "name": "` + title + `", "risk": {"likelihood": 1, "impact": 1}}]}`,
		"yaml":           "otmVersion: 0.2.0\nproject: {id: x, name: Jörg}\nthreats: [{id: t, name: \"" + title + "\", risk: {likelihood: 1, impact: 1}}]\n",
		"threagile":      `[{"category": "x", "severity": "low", "synthetic_id": "x@y", "title": "` + title + `", "risk_status": "unchecked"}]`,
		"navigator":      `{"name": "` + title + `", "domain": "atlas-atlas", "techniques": [{"techniqueID": "AML.T0020", "comment": "` + title + `"}]}`,
	} {
		for _, c := range []struct {
			encoding string
			raw      []byte
			told     string
		}{
			{"UTF-8", []byte(text), ""}, {"UTF-8 with a mark", []byte("\xEF\xBB\xBF" + text), ""},
			{"UTF-16 LE", wide(text, binary.LittleEndian, true), "UTF-16"}, {"UTF-16 BE", wide(text, binary.BigEndian, true), "UTF-16"},
			{"UTF-16 LE without a mark", wide(text, binary.LittleEndian, false), "UTF-16"}, {"Windows-1252", []byte(western.Replace(text)), "Windows-1252"},
		} {
			f, whole, err := Detect(bytes.NewReader(c.raw))
			if err != nil {
				t.Errorf("%s in %s: %v", name, c.encoding, err)
				continue
			}
			read := f.Read
			if f.ReadTable != nil {
				in, notes, err := f.ReadTable(whole, mapping.Mapping{})
				if err != nil || in[0].Threat.Title != title || in[0].Threat.Ownership.Person != "Jörg" {
					t.Errorf("%s in %s: %v %v %q", name, c.encoding, in, err, tryout.Texts(notes))
				}
				continue
			}
			in, notes, err := read(whole)
			said := ""
			for _, one := range in {
				if one.Threat != nil {
					said = one.Threat.Title + one.Threat.Statement.Action + one.Threat.OwnNotes()
				}
			}
			if err != nil || !strings.Contains(strings.ToLower(said), strings.ToLower(title)) {
				t.Errorf("%s in %s: %q %v", name, c.encoding, said, err)
			}
			if got := tryout.With(notes, fmt.Sprintf("the file is %s, and was read as that", c.told)); (got == 1) != (c.told != "") {
				t.Errorf("%s in %s: %q", name, c.encoding, tryout.Texts(notes))
			}
		}
	}
}
