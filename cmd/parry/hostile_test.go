package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"parry/model"
	"parry/store"
	"parry/store/trial"
	"parry/store/tryout"
)

// hostileFile is a register that holds a hostile text wherever it holds a text: as a file
// of somebody else may.
func hostileFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	edit := model.Edit{Label: "from \x1b[31mfar\u202e", Do: func(d *model.Draft) error {
		s := newSettings("Shop \x1b]0;x\x07")
		s.AsOf = "2026-11-16"
		d.Put(&s)
		for _, rec := range append(tryout.HostileRecords(), tryout.HostileNames()...) {
			d.Put(rec)
		}
		return nil
	}}
	if err := store.Create(path, edit, store.Options{By: "eve \x1b[2J\u2066"}); err != nil {
		t.Fatal(err)
	}
	return path
}

// obeyed is the first rune of a text that a terminal obeys or a reader cannot see, and
// what stands round it.
func obeyed(text string) (around string, found bool) {
	for i, r := range text {
		bad := unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
		if r == utf8.RuneError {
			_, size := utf8.DecodeRuneInString(text[i:])
			bad = size == 1
		}
		if bad {
			return text[max(0, i-60):min(len(text), i+20)], true
		}
	}
	return "", false
}

// Whatever is printed of a hostile register, no byte of it drives the terminal: every
// command that reads, in words and as JSON, and every format that is text.
func TestHostileRegisterPrintsOnlyText(t *testing.T) {
	if trial.Raced() {
		t.Skip("it reads what is printed, and the scripts run the same commands")
	}
	path := hostileFile(t)
	t.Chdir(t.TempDir())
	evil := "x\x1b]52;c;aGk=\x07\u202e\x9b31m"
	commands := [][]string{
		{"list"}, {"list", "--json"}, {"list", "--filter", evil}, {"show", "T-001"}, {"show", "T-003", "--json"}, {"show", evil},
		{"heatmap"}, {"heatmap", "--maps"}, {"heatmap", "--json"}, {"ownership"}, {"ssrm"}, {"ssrm", "--json"}, {"raci"}, {"check"}, {"check", "--json"},
		{"answer"}, {"answer", "--json"}, {"coverage"}, {"report"}, {"report", "--audience", "engineer"}, {"log"}, {"log", "--json"}, {"verify"},
		{"diff", "1", "1"}, {"view"}, {"workshop", "list"}, {"record"}, {"paths"}, {"version"}, {"framework", "list"}, {"framework", "show", evil},
		{"export", "--format", "markdown"},
		{"import", evil}, {"restore", evil}, {"edit", "T-001", evil + "=" + evil}, {evil}, {"list", "--" + evil}, {"--register", evil, "list"}, {"score", evil, evil},
		{"schema"}, {"suggest", evil}, {"handover"}, {"framework", "show", "aicm"}, {"framework", "show", "TVM-10"}, {"framework", "show", "AML.T0051", "--json"}, {"framework", "list", "--json"},
		{"framework", "migrate", "--dry-run"}, {"framework", "import", evil},
	}
	for _, kind := range model.SheetKinds {
		commands = append(commands, []string{"record", string(kind.Kind)}, []string{"record", string(kind.Kind), "--json"})
	}
	printed := 0
	for _, args := range commands {
		var out, errs bytes.Buffer
		run(append([]string{"parry", "--register", path}, args...), streams{strings.NewReader(""), &out, &errs})
		for name, text := range map[string]string{"output": out.String(), "errors": errs.String()} {
			printed += len(text)
			if around, found := obeyed(text); found {
				t.Errorf("parry %q: its %s hold %q", args, name, around)
			}
		}
	}
	if printed < 100_000 {
		t.Errorf("only %d bytes were printed: what is tried here proves little", printed)
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("%d files were made", len(left))
	}
}

// What lies beside a register may be somebody else's: of a note about an unsure edit and a
// word about who holds the register, too, nothing drives the terminal.
func TestHostileNotesBesideARegister(t *testing.T) {
	path := hostileFile(t)
	evil := "x\x1b]52;c;aGk=\x07\u202e"
	for op, told := range map[string]bool{"OP-1": true, "OP" + evil: false} {
		for name, note := range map[string]any{
			".unsure": map[string]any{"op": op, "label": evil, "at": "2026-01-01T00:00:00Z"},
			".owner":  map[string]any{"pid": 1, "host": evil, "user": evil},
		} {
			text, err := json.Marshal(note)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+name, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range [][]string{{"list"}, {"verify"}, {"add", "one more"}} {
			var out, errs bytes.Buffer
			run(append([]string{"parry", "--register", path}, args...), streams{strings.NewReader(""), &out, &errs})
			if around, found := obeyed(out.String() + errs.String()); found {
				t.Errorf("operation %q, parry %q prints %q", op, args, around)
			}
			if strings.Contains(errs.String(), "operation OP-1") != told {
				t.Errorf("operation %q, parry %q says %q", op, args, errs.String())
			}
		}
	}
}

// Whatever a file is called, the sentence about it is one line that ends with the way out.
func TestHostileNamesLeaveTheSentenceWhole(t *testing.T) {
	dir := t.TempDir()
	for _, name := range append([]string{"x\nparry: all is well"}, tryout.Hostile...) {
		if strings.ContainsAny(name, "/\x00") || len(name) > 200 {
			continue
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, make([]byte, 9000), 0o600); err != nil {
			continue // no name here
		}
		for _, args := range [][]string{{"list"}, {"--read-only"}, {"add", "x"}, {"compact"}} {
			var out, errs bytes.Buffer
			code := run(append([]string{"parry", "--plain", "--register", path}, args...), streams{strings.NewReader(""), &out, &errs})
			said := errs.String()
			if code != exitFailed || strings.Count(said, "\n") != 1 || !strings.HasSuffix(said, "`parry salvage` reads what is left\n") {
				t.Errorf("%q, %q: exit %d, %q", name, args, code, said)
			}
		}
	}
}

// A line of a megabyte is refused with a sentence, wherever it comes from, and nothing of
// it is kept.
func TestALineOfAMegabyteIsRefused(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	path := filepath.Join(dir, "register.db")
	if err := store.Create(path, model.ChangeSettings("make", func(s *model.Settings) { *s = newSettings("Shop") }), store.Options{}); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("long ", 1<<20/5)
	files := map[string]string{
		"long.csv":  "title,notes\n" + long + ",x\n",
		"long.json": `{"schema":"` + model.Schema + `","threats":[{"id":"T-001","title":"` + long + `"}]}`,
		"long.txt":  long + "\n",
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		stdin string
		args  []string
	}{
		{"", []string{"add", long}}, {"", []string{"import", "long.csv"}}, {"", []string{"import", "long.json"}},
		{"", []string{"record", "asset", "new", "name=" + long}}, {long + "\n", []string{"score", "cvss-4.0", "-"}}, {"", []string{"import", "long.txt"}},
		{"", []string{"snapshot", "take", long}}, {"", []string{long}}, {"", []string{"--theme", long, "list"}}, {"", []string{"import", long}}, {"", []string{"restore", long}},
	} {
		var out, errs bytes.Buffer
		code := run(append([]string{"parry", "--register", path}, c.args...), streams{strings.NewReader(c.stdin), &out, &errs})
		said := errs.String() + out.String() // of many lines to score each has its own answer
		if code == exitDone || said == "" || len(said) > 4000 || strings.Count(said, "\n") > 4 {
			t.Errorf("parry %.60q: exit %d, %d bytes said: %.300q", c.args, code, len(said), said)
		}
	}
	w, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if w.Register().Len() != 0 || w.Head().Seq != 1 {
		t.Errorf("%d threats and %d entries are there", w.Register().Len(), w.Head().Seq)
	}
}
