// Package formats is the list of files that parry reads and writes besides its
// own register. Each has a folder here and an entry in the list below; none
// knows another.
//
//   - csvfile: our own CSV, in and out, and tables that other people keep, in;
//     the columns of NIST IR 8286, out.
//   - xlsxfile: a workbook with the columns of our CSV or of other people, in and out.
//   - jsonfile: our own JSON, the whole register, in and out.
//   - threatcomposer: AWS Threat Composer, in and out.
//   - threatdragon: OWASP Threat Dragon 1 and 2, in.
//   - tmlibrary: OWASP Threat Model Library 1.0, in.
//   - otm: Open Threat Model 0.1 and 0.2, JSON and YAML in, JSON out.
//   - threagile: the risks.json of Threagile, in.
//   - cverecord: CVE records 5 with CISA's SSVC answers and KEV mark, in.
//   - navigator: a layer of the ATLAS Navigator 4.5, out; layers 3 and 4, in.
//   - oscal: a plan of action and milestones of OSCAL 1.2, out.
//   - handoff: what one party answers for, out; its answers come back with import.
//   - report: the report as Markdown and as HTML, out only.
//
// A reader takes a file from anybody. It gives what came in for model.Merge,
// notes on what it could not carry, and otherwise one error that says what is
// wrong and where; it never touches a register. A writer is given all that it
// writes: no format asks for the time or the user's name.
package formats

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"parry/model"
	"parry/store/formats/csvfile"
	"parry/store/formats/cverecord"
	"parry/store/formats/handoff"
	"parry/store/formats/jsonfile"
	"parry/store/formats/navigator"
	"parry/store/formats/oscal"
	"parry/store/formats/otm"
	"parry/store/formats/report"
	"parry/store/formats/threagile"
	"parry/store/formats/threatcomposer"
	"parry/store/formats/threatdragon"
	"parry/store/formats/tmlibrary"
	"parry/store/formats/xlsxfile"
	"parry/store/mapping"
)

// A Format is one kind of file.
type Format struct {
	Name  string // as --format takes it
	Title string // for people
	Ext   string // how the name of a new file ends: ".csv"
	Holds string // what of the threats it is written with, in words; "" for what is no file of threats

	Proves bool // of a whole register it tells what the store found of the file

	Recognise func(head []byte) bool                                                   // by the first bytes; nil where no file is read
	Read      func(io.Reader) ([]model.Incoming, []model.Note, error)                  // nil where none is read
	ReadTable func(io.Reader, mapping.Mapping) ([]model.Incoming, []model.Note, error) // where columns may be mapped
	Write     func(io.Writer, Export) error                                            // nil where none is written
}

// An Export is what a writer is given; each takes what it needs.
type Export struct {
	Register *model.Register
	Threats  []*model.Threat // those to write, in their order
	AsOf     string          // ISO day: the today of due dates and expiries
	Filter   string          // in words, where not all threats were chosen
	Hash     string          // of the register
	Head     string          // of the journal
	Version  string          // of parry
	Library  model.Library   // what the register can be rated by
	Proof    model.Proof     // what the store found of the file

	Audience string        // of a report; see report.Input for this and what follows
	Redact   []string      // of a report
	Since    *report.Since // of a report
	Final    string        // of a report

	Party string   // of a hand-off: whom it is for
	Roles []string // that the party plays
}

// List holds every format. A file is given to the first that recognises it.
var List = []Format{
	{
		Name: "csv", Title: "CSV", Ext: ".csv",
		Holds:     "every field of the threats, a threat a row",
		Recognise: csvfile.Recognise,
		Read:      csvfile.Read,
		ReadTable: csvfile.ReadMapped,
		Write:     func(w io.Writer, x Export) error { return csvfile.Write(w, x.Threats) },
	},
	{
		Name: xlsxfile.Name, Title: "XLSX workbook", Ext: ".xlsx",
		Holds:     "the columns of our CSV, for a spreadsheet",
		Recognise: xlsxfile.Recognise, Read: xlsxfile.Read, ReadTable: xlsxfile.ReadMapped,
		Write: func(w io.Writer, x Export) error { return xlsxfile.Write(w, x.Threats) },
	},
	{
		Name: jsonfile.Name, Title: "parry JSON", Ext: ".json",
		Holds:     "every field, and all records that have to do with them",
		Recognise: jsonfile.Recognise, Read: jsonfile.Read,
		Write: func(w io.Writer, x Export) error {
			return jsonfile.Write(w, x.Register, x.Threats, jsonfile.From{Version: x.Version, Head: x.Head, Hash: x.Hash, AsOf: x.AsOf, Filter: x.Filter})
		},
	},
	{
		Name: threatcomposer.Name, Title: "Threat Composer", Ext: ".tc.json",
		Holds:     "statements, priorities, mitigations and assumptions",
		Recognise: threatcomposer.Recognise, Read: threatcomposer.Read,
		Write: func(w io.Writer, x Export) error {
			return threatcomposer.Write(w, x.Register, x.Threats, x.Filter == "")
		},
	},
	{
		Name: threatdragon.Name, Title: "Threat Dragon", Ext: ".json",
		Recognise: threatdragon.Recognise, Read: threatdragon.Read,
	},
	{
		Name: tmlibrary.Name, Title: "Threat Model Library", Ext: ".json",
		Recognise: tmlibrary.Recognise, Read: tmlibrary.Read,
	},
	{
		Name: otm.Name, Title: "Open Threat Model", Ext: ".otm",
		Holds:     "catalogue, instances, mitigations, assets",
		Recognise: otm.Recognise, Read: otm.Read,
		Write: func(w io.Writer, x Export) error { return otm.Write(w, x.Register, x.Threats, x.Filter == "") },
	},
	{
		Name: threagile.Name, Title: "Threagile risks", Ext: ".json",
		Recognise: threagile.Recognise, Read: threagile.Read,
	},
	{
		Name: cverecord.Name, Title: "CVE record", Ext: ".json",
		Recognise: cverecord.Recognise, Read: cverecord.Read,
	},
	{
		Name: "handoff", Title: "hand-off to a party", Ext: ".md",
		Write: func(w io.Writer, x Export) error { return handoff.Markdown(w, x.handoff(), report.Escape) },
	},
	{
		Name: "handoff-csv", Title: "hand-off to be filled in", Ext: ".csv",
		Write: func(w io.Writer, x Export) error { return handoff.Sheet(w, x.handoff(), csvfile.Guard) },
	},
	{
		Name: "ir8286", Title: "NIST IR 8286 register", Ext: ".csv",
		Holds: "the columns of NIST IR 8286",
		Write: func(w io.Writer, x Export) error { return csvfile.WriteIR8286(w, x.Register, x.Threats) },
	},
	{
		Name: navigator.Name, Title: "ATLAS Navigator layer", Ext: ".json",
		Holds:     "the techniques that they name, coloured by level",
		Recognise: navigator.Recognise, Read: navigator.Read,
		Write: func(w io.Writer, x Export) error { return navigator.Write(w, x.Register, x.Threats, x.AsOf) },
	},
	{
		Name: oscal.Name, Title: "OSCAL plan of action", Ext: ".json",
		Holds: "what is left to do, for an authorising official",
		Write: func(w io.Writer, x Export) error {
			return oscal.Write(w, x.Register, x.Threats, oscal.From{AsOf: x.AsOf, Head: x.Head, Version: x.Version})
		},
	},
	{
		Name: "markdown", Title: "Markdown report", Ext: ".md", Proves: true,
		Holds: "the report of them alone, as text",
		Write: func(w io.Writer, x Export) error {
			return report.Markdown(w, x.report())
		},
	},
	{
		Name: "html", Title: "HTML report", Ext: ".html", Proves: true,
		Holds: "the report of them alone, as a page with pictures",
		Write: func(w io.Writer, x Export) error { return report.HTML(w, x.report()) },
	},
}

// handoff is what a hand-off takes of an export.
func (x Export) handoff() handoff.Input {
	return handoff.Input{Register: x.Register, Threats: x.Threats, Name: x.Party, Roles: x.Roles, AsOf: x.AsOf, Head: x.Head}
}

// report is what a report takes of an export.
func (x Export) report() report.Input {
	return report.Input{
		Register: x.Register, AsOf: x.AsOf, Filter: x.Filter, Hash: x.Hash, Head: x.Head, Version: x.Version, Library: x.Library, Proof: x.Proof,
		Audience: x.Audience, Redact: x.Redact, Since: x.Since, Final: x.Final,
	}
}

// ErrUnknown is answered for a file that no format recognises, and for a name
// that none has.
var ErrUnknown = errors.New("unknown format")

// Named finds a format by its name.
func Named(name string) (Format, error) {
	for _, f := range List {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%w: %q; use %s", ErrUnknown, name, names(func(Format) bool { return true }))
}

// Read gives the titles of the formats that are read.
func Read() []string {
	var titles []string
	for _, f := range List {
		if f.Read != nil {
			titles = append(titles, f.Title)
		}
	}
	return titles
}

// headSize is how much of a file is looked at to tell what it is: more than
// the longest header of our CSV.
const headSize = 64 << 10

// deepSize is how much of a file of JSON or YAML is looked at where that did not tell:
// programs write members in any order, and pictures before what names the format.
const deepSize = 16 << 20

var yamlBegins = regexp.MustCompile(`^(---|#|"?[A-Za-z_][\w-]*"?:([ \t\r\n]))`)

// mayBeTree says whether a text begins as JSON or YAML does.
func mayBeTree(begin []byte) bool {
	return len(begin) > 0 && (begin[0] == '{' || begin[0] == '[' || yamlBegins.Match(begin))
}

// Detect tells a file's format from its beginning and gives a reader that
// still has all of the file.
func Detect(r io.Reader) (Format, io.Reader, error) { return detect(r, false) }

// DetectTable is Detect for somebody who says, or will be asked, which column is which: a
// table of anything is taken for CSV then.
func DetectTable(r io.Reader) (Format, io.Reader, error) { return detect(r, true) }

// A peeked file still has all of it, and its size where that is known.
type peeked struct {
	*bufio.Reader
	size int64
}

// Size is how large the file is; 0 where nobody knows.
func (p peeked) Size() int64 { return p.size }

func detect(r io.Reader, anyTable bool) (Format, io.Reader, error) {
	size := int64(0)
	if s, ok := r.(interface{ Size() int64 }); ok {
		size = s.Size()
	}
	whole := bufio.NewReaderSize(r, headSize)
	head, err := whole.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return Format{}, nil, err
	}
	f, ok := recognised(head)
	if !ok && err == nil && mayBeTree(text(head)) {
		whole = bufio.NewReaderSize(whole, deepSize)
		if head, err = whole.Peek(deepSize); err != nil && !errors.Is(err, io.EOF) {
			return Format{}, nil, err
		}
		f, ok = recognised(head)
	}
	if ok {
		return f, peeked{whole, size}, nil
	}
	if says := known(head); says != "" {
		return Format{}, nil, fmt.Errorf("%w: %s", ErrUnknown, says)
	}
	if anyTable && csvfile.Tabular(head) {
		return List[0], peeked{whole, size}, nil
	}
	return Format{}, nil, fmt.Errorf("%w: the content says none that parry reads; if it is one, say which with --format: %s",
		ErrUnknown, names(func(f Format) bool { return f.Read != nil }))
}

// recognised gives the first format that knows a file by its beginning.
func recognised(head []byte) (Format, bool) {
	for _, f := range List {
		if f.Recognise != nil && f.Recognise(head) {
			return f, true
		}
	}
	return Format{}, false
}

func names(which func(Format) bool) string {
	var all []string
	for _, f := range List {
		if which(f) {
			all = append(all, f.Name)
		}
	}
	return strings.Join(all, ", ")
}

// Sentences takes an error apart: a reader may have joined one for each place
// in a file.
func Sentences(err error) []string {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []string{err.Error()}
	}
	var all []string
	for _, one := range joined.Unwrap() {
		all = append(all, Sentences(one)...)
	}
	return all
}
