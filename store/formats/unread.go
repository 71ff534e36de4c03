package formats

import (
	"bytes"
	"strings"

	"parry/store/intake"
)

// unread are files that people may take for something to bring in, and what is said
// of them: what it is, and the way out.
var unread = []struct {
	says string
	is   func(head []byte, g intake.Glance) bool
}{
	{"this is ATLAS.yaml, a catalogue: `parry framework import` brings it in, and ctrl+o on the screen",
		func(_ []byte, g intake.Glance) bool { return g["id"] == "ATLAS" && g.Has("version", "matrices") }},
	{"this is a CycloneDX bill of materials, which parry does not read; export the threat model from the program that made it as Threat Dragon, OTM or JSON",
		func(_ []byte, g intake.Glance) bool { return g["bomFormat"] == "CycloneDX" }},
	{"this is an OSCAL document: parry writes plans of action and reads none",
		func(_ []byte, g intake.Glance) bool {
			return g.Any("plan-of-action-and-milestones", "catalog", "profile", "component-definition", "system-security-plan", "assessment-plan", "assessment-results", "mapping-collection")
		}},
	{"this is a STIX bundle, which parry does not read; the techniques of ATLAS are in parry already, and a layer that marks some of them can come in",
		func(_ []byte, g intake.Glance) bool { return g["type"] == "bundle" }},
	{"this is the index of the Threat Model Library: it names models and holds none; import one of those",
		func(_ []byte, g intake.Glance) bool { return g.Has("threat-models") }},
	{"this is a JSON Schema: it says what a file may hold, and holds no threats",
		func(_ []byte, g intake.Glance) bool {
			return strings.Contains(g["$schema"], "json-schema.org") || g["type"] == "object" && g.Has("properties")
		}},
	{"this is a Threat Dragon model without a summary or a detail: it is damaged, or was never saved by Threat Dragon",
		func(_ []byte, g intake.Glance) bool { return g.Any("summarize", "details") && g.Has("version") }},
	{"this is a register of parry: -r opens it; to bring its threats in here, write them with parry -r FILE export --format json",
		func(head []byte, _ intake.Glance) bool {
			return len(head) > 20 && string(head[16:20]) == "\xED\xDA\x0C\xED"
		}},
	{"this is a model of Microsoft's Threat Modeling Tool, which parry does not read; export its threat list there as CSV, and bring that in",
		func(head []byte, _ intake.Glance) bool { return bytes.HasPrefix(text(head), []byte("<ThreatModel")) }},
	{"this is a page of the web; save the table or the model that it shows as CSV, XLSX or JSON",
		func(head []byte, _ intake.Glance) bool {
			begin := bytes.ToLower(text(head)[:min(len(text(head)), 15)])
			return bytes.HasPrefix(begin, []byte("<!doctype html")) || bytes.HasPrefix(begin, []byte("<html"))
		}},
	{"this is a spreadsheet of OpenDocument (.ods); save it as .xlsx or CSV",
		func(head []byte, _ intake.Glance) bool {
			return bytes.HasPrefix(head, []byte("PK\x03\x04")) && bytes.Contains(head[:min(len(head), 200)], []byte("opendocument.spreadsheet"))
		}},
	{"this is a document of Word; copy its table into a spreadsheet, and save that as .xlsx or CSV",
		func(head []byte, _ intake.Glance) bool {
			return bytes.HasPrefix(head, []byte("PK\x03\x04")) && bytes.Contains(head, []byte("word/"))
		}},
	{"this is an old Excel workbook (.xls); save it as .xlsx or CSV",
		func(head []byte, _ intake.Glance) bool { return bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")) }},
	{"this is a PDF; export the table or the model that it was made of",
		func(head []byte, _ intake.Glance) bool { return bytes.HasPrefix(head, []byte("%PDF-")) }},
	{"this is a zip archive and no workbook; unpack it first",
		func(head []byte, _ intake.Glance) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }},
}

// text is a head without the mark of its encoding and blanks before it.
func text(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
}

// known says what a file is that is not read; "" if that cannot be told.
func known(head []byte) string {
	if len(text(head)) == 0 {
		return "the file is empty"
	}
	g := intake.Peek(head)
	for _, u := range unread {
		if u.is(head, g) {
			return u.says
		}
	}
	return ""
}
