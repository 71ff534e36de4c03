package handoff

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"parry/model"
)

// The columns of the sheet: what we say, then what the party fills in.
var columns = []string{"parry_handoff_to", "threat", "title", "layer", "we_say", "you_say", "document", "date", "comment"}

// mostBytes bounds a sheet that is read.
const mostBytes = 16 << 20

// Recognise says whether a file is a sheet of ours.
func Recognise(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(head, []byte(columns[0])) || bytes.HasPrefix(head, []byte(`"`+columns[0]))
}

// Sheet writes the rows of the party, to be filled in. A cell that a spreadsheet would run
// is guarded by the caller's function.
func Sheet(w io.Writer, in Input, guard func(string) string) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, r := range in.Rows() {
		row := []string{guard(in.Name), guard(r.Threat.ID), guard(r.Threat.Title), model.Layers[r.Layer], string(r.Threat.Ownership.Layers[r.Layer].Value), "", "", "", ""}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// An Answer is what a party filled in.
type Answer struct {
	Threat  string
	Claim   model.Claim
	Comment string
	Line    int
}

// Read reads a sheet that came back. A row without an answer is no claim; what cannot be
// read is one error for each line. today is the day of an answer without one.
func Read(r io.Reader, today string) ([]Answer, error) {
	data, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > mostBytes {
		return nil, fmt.Errorf("the sheet is larger than %d MiB", mostBytes>>20)
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	in.FieldsPerRecord = -1
	if i := bytes.IndexByte(data, '\n'); i > 0 && bytes.Count(data[:i], []byte(";")) > bytes.Count(data[:i], []byte(",")) {
		in.Comma = ';' // as spreadsheets save it where a comma is in numbers
	}
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("the sheet is no CSV: %w", err)
	}
	if len(rows) == 0 {
		return nil, errors.New("the sheet is empty")
	}
	at, err := places(rows[0])
	if err != nil {
		return nil, err
	}
	var answers []Answer
	var wrong []error
	for i, row := range rows[1:] {
		answer, said, err := answerOf(row, at, i+2, today)
		switch {
		case err != nil:
			wrong = append(wrong, err)
		case said:
			answers = append(answers, answer)
		}
	}
	return answers, errors.Join(wrong...)
}

// places finds the columns by their names: somebody may have moved them.
func places(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, name := range head {
		at[strings.TrimSpace(strings.ToLower(name))] = i
	}
	for _, name := range []string{columns[0], "threat", "layer", "you_say"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("line 1: the column %s is missing", name)
		}
	}
	return at, nil
}

func answerOf(row []string, at map[string]int, line int, today string) (a Answer, said bool, err error) {
	get := func(name string) string {
		if i, ok := at[name]; ok && i < len(row) {
			return strings.TrimPrefix(strings.TrimSpace(row[i]), "'")
		}
		return ""
	}
	if get("you_say") == "" {
		return a, false, nil
	}
	owner, err := model.ParseOwner(get("you_say"))
	if err != nil {
		return a, false, fmt.Errorf("line %d, you_say: %w", line, err)
	}
	layer := get("layer")
	if model.LayerIndex(layer) < 0 {
		return a, false, fmt.Errorf("line %d: %q is no layer; use PI, Model, Orchestrated or Application", line, layer)
	}
	on := get("date")
	if on == "" {
		on = today
	}
	if _, err := model.ParseDay(on); err != nil {
		return a, false, fmt.Errorf("line %d, date: %w", line, err)
	}
	clean := func(text string) string { return strings.Map(calm, text) }
	return Answer{get("threat"), model.Claim{Who: clean(get(columns[0])), Layer: layer, Owner: owner, Document: clean(get("document")), On: on}, get("comment"), line}, true, nil
}

// calm takes out what parts the items of a claim.
func calm(r rune) rune {
	if r == ';' || r == ':' || r == '=' {
		return ','
	}
	return r
}
