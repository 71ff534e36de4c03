package tryout

import (
	"encoding/json"
	"fmt"
	"strings"

	"parry/model"
)

// Hostile are texts that each try to be more than text: for Markdown, for HTML, for a
// spreadsheet or for a terminal. Some are not UTF-8.
var Hostile = []string{
	"a | b || c",
	"`code` ``x``",
	"**bold** _it_ ~~gone~~ ==mark== ^up^ $x$",
	"[link](http://evil.example) ![image](http://evil.example/i.png)",
	"[T-001](#t-001) [ref][1] [^1] [[wiki]]",
	"http://evil.example www.evil.example WWW.evil.example me@evil.example mailto:me@evil.example <http://evil.example>",
	"<script>alert(1)</script> <b>x</b> <!-- x --> &lt; &#27; &amp;",
	"line one\n# heading\n\n| a | b |\n| --- | --- |\n",
	"\r\n- item\n1. item\n> quote\n    code\n---\n===\n```\nfence\n```",
	"\\",
	"ends with \\",
	"# heading ###",
	"- item", "+ item", "1. item", "1) item", ": term", "> quote",
	":smile: :a: {#id} {{ x }} {% x %}",
	"\x1b[31mred\x1b]8;;http://evil.example\x07x\x9b31m\x00",
	"bidi \u202Eabc\u2066 zero\u200Bwidth\u200D tag\U000E0041 \uFEFF \u2028x\u2029y \u0085z",
	"bad \xff\xfe bytes",
	"|", "``", "]", "](x)", "[", "!", "<", "&",
	"\x1b]52;c;aGVsbG8=\x07", "\x1b]0;title\x1b\\", "\x1b[2J\x1b[H\x1bc", "\x1bP$q q\x1b\\", "\x1b_apc\x1b\\", "\x1b[?1049l\x1b[5i",
	"\u009b2J\u009d52;c;YQ==\u009c", "a\bb\x7f\x0e\x0f\a", "left open \x1b]8;;http://evil.example", "\x1b[8mhidden\x1b[28m",
	"=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-1", "\uff1dfull width",
	"soft\u00adhyphen \u115f\u3164 \U000E0001\U000E007F \ue000", "a\u0301\u0302\u0303\u0304\u0305\u0306 zalgo",
}

// HostileRecords are threats and other records with a hostile text in every field that
// takes any text, a different one each. All are UTF-8, so that a register can hold them;
// half of the threats have ids worse than any that is read.
func HostileRecords() []model.Record {
	var all []model.Record
	for i := range 2 * len(Hostile) {
		all = append(all, hostileThreat(i))
	}
	all = append(all, hostileSheets()...)
	all = append(all, hostileEdition("atlas", "technique", "AML.T0051"), hostileEdition("aicm", "control", "TVM-10"))
	return append(all, &model.Workshop{ID: "W-01", Title: text(0), Began: "2026-11-16T09:00:00Z", People: []string{text(1), text(14), text(15)}},
		&model.Parking{ID: "K-01", Text: text(1)}, &model.Parking{ID: "K-02", Text: text(14)})
}

// hostileEdition is an imported catalogue with a hostile text wherever it holds one.
func hostileEdition(id, kind, entry string) *model.Edition {
	type pairs [][2]string
	one := func(n int, id, name string) map[string]any {
		return map[string]any{"id": id, "kind": kind, "name": name, "about": text(n), "facts": pairs{{text(n + 1), text(n + 2)}},
			"texts": pairs{{"auditing AP", text(n + 3)}, {"implementation AP", text(n + 4)}, {"mapping ISO", text(n)}, {"addendum ISO", text(n + 5)}, {text(n), text(n + 6)}}}
	}
	entries := []any{one(0, entry, "Threat Response")}
	for i := range Hostile {
		entries = append(entries, one(i, text(i), text(i+1)))
	}
	body, err := json.Marshal(map[string]any{"id": id, "title": text(3), "version": text(4), "publisher": text(5), "source": text(6), "licence": text(7), "entries": entries})
	if err != nil {
		panic(err) // texts only: it cannot fail
	}
	return &model.Edition{ID: id, Title: text(8), Version: text(9), File: text(10), SHA256: text(11), Body: string(body)}
}

func text(n int) string { return strings.ToValidUTF8(Hostile[n%len(Hostile)], "?") }

func hostileThreat(i int) *model.Threat {
	t := &model.Threat{}
	for j, f := range model.Fields {
		value := text(i + j)
		switch f.Sort {
		case model.Text, model.LongText, model.List:
		case model.OneOf, model.LevelOf, model.SomeOf:
			value = f.Choices[(i+j)%len(f.Choices)].Value
		case model.Date:
			value = "2026-01-01"
		default:
			continue
		}
		if f.Name == "id" {
			t.ID = value
			continue
		}
		if err := f.Load(t, value); err != nil {
			panic(err) // a choice of the field's own, or a text that is short
		}
	}
	t.Title = text(i)
	t.Ownership.Change(func(p *model.OwnershipMore) {
		p.Claims = []model.Claim{{Who: text(i), Layer: model.PI, Owner: model.AP}}
	})
	if id := model.ThreatID(uint64(i + 1)); i%2 == 0 {
		t.ID = id
	} else {
		t.ID += " " + id
	}
	return t
}

// hostileSheets are records of every kind with a hostile text in every field.
func hostileSheets() []model.Record {
	var all []model.Record
	for k, kind := range model.SheetKinds {
		for i := range Hostile {
			s := &model.Sheet{Of: kind.Kind, ID: fmt.Sprintf("%s%02d", kind.Prefix, i+1), Values: map[string]string{}}
			if kind.Prefix == "" {
				s.ID = string(kind.Kind)
			}
			for j, f := range kind.Fields {
				s.Values[f.Name] = text(i + j + k)
				if len(f.Choices) > 0 {
					s.Values[f.Name] = f.Choices[(i+j)%len(f.Choices)].Value
				}
			}
			all = append(all, s)
		}
	}
	return all
}

// HostileNames are what a register of somebody else may hold beside HostileRecords, and what
// no format carries: views, moments and frameworks with hostile names and contents.
func HostileNames() []model.Record {
	var all []model.Record
	for i, one := range Hostile {
		one = strings.ToValidUTF8(one, "")
		name := fmt.Sprintf("%d %s", i, one)
		all = append(all,
			&model.View{Name: name, Filter: one, Sort: one, Columns: []string{"title", one}, Group: one},
			&model.Snapshot{Name: name, Seq: 1, Day: one, By: one, Note: one})
		if i%8 == 0 {
			all = append(all, &model.Framework{ID: name, Form: model.FormMatrix, Title: one, Version: one, Source: one, Body: one})
		}
	}
	return all
}
