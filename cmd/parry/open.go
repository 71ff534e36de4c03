package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/urfave/cli/v3"

	"parry/frameworks"
	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/widget"
)

// app is what the commands of one run share: its streams, and what was configured.
type app struct {
	streams
	keys    bench.Keys // the user's own
	notices []string   // what was wrong with the configuration
	saved   string     // what became of the change that was made; "" if none was
}

// registerPath finds the file: the flag, the environment, the data folder.
// Where only the example was made, it is the example.
func registerPath(c *cli.Command) (string, error) {
	if path := c.String("register"); path != "" {
		return path, nil
	}
	if c.Bool("example") {
		return dataPath("example.db")
	}
	path, err := ownPath(c)
	if err != nil {
		return "", err
	}
	if os.Getenv("PARRY_REGISTER") != "" {
		return path, nil
	}
	if example, err := dataPath("example.db"); err == nil && !there(path) && there(example) {
		return example, nil
	}
	return path, nil
}

// ownPath is where the user's own register is, or would be made.
func ownPath(c *cli.Command) (string, error) {
	if path := cmp.Or(c.String("register"), os.Getenv("PARRY_REGISTER")); path != "" {
		return path, nil
	}
	return dataPath("register.db")
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// dataPath is a file in parry's folder for data that stays.
func dataPath(name string) (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "parry", name), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home folder; name the register with --register FILE")
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "parry", name), nil
	case "windows":
		return filepath.Join(home, "AppData", "Local", "parry", name), nil
	}
	return filepath.Join(home, ".local", "share", "parry", name), nil
}

func options(c *cli.Command) store.Options {
	return store.Options{ReadOnly: c.Bool("read-only"), By: author(c), Backups: true}
}

func author(c *cli.Command) string {
	if by := c.String("by"); by != "" {
		return by
	}
	for _, name := range []string{"PARRY_BY", "USER", "LOGNAME", "USERNAME"} {
		if by := os.Getenv(name); by != "" {
			return by
		}
	}
	return "unknown"
}

// look opens the register for reading: it waits for nobody.
func (a *app) look(c *cli.Command, do func(*store.Workspace) error) error {
	return a.with(c, store.Options{ReadOnly: true}, do)
}

// lookProved is look for what rests on the proof of the file: it is made in the same
// walk.
func (a *app) lookProved(c *cli.Command, do func(*store.Workspace) error) error {
	return a.with(c, store.Options{ReadOnly: true, Prove: true}, do)
}

// onDay opens the register for a view that goes by a day and takes no
// argument.
func (a *app) onDay(c *cli.Command, do func(w *store.Workspace, day string) error) error {
	return a.onDayBy(a.look, c, do)
}

// onDayBy is onDay with another way to open.
func (a *app) onDayBy(look func(*cli.Command, func(*store.Workspace) error) error, c *cli.Command, do func(w *store.Workspace, day string) error) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return look(c, func(w *store.Workspace) error {
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		return do(w, day)
	})
}

// change opens the register for writing.
func (a *app) change(c *cli.Command, do func(*store.Workspace) error) error {
	return a.with(c, store.Options{}, do)
}

// checkGlobals refuses a global flag that makes no sense, whether or not the
// command would use it.
func checkGlobals(c *cli.Command) error {
	if _, err := today(c, model.Settings{}); err != nil {
		return err
	}
	_, err := themeFor(c)
	return badInput(err)
}

// with opens the register as the flags and the command, which may ask for more, want it.
func (a *app) with(c *cli.Command, wants store.Options, do func(*store.Workspace) error) error {
	if err := checkGlobals(c); err != nil {
		return err
	}
	path, err := registerPath(c)
	if err != nil {
		return err
	}
	if c.Bool("example") && !there(path) {
		if err := makeExample(path); err != nil {
			return err
		}
	}
	o := options(c)
	if c.IsSet("at") && !wants.ReadOnly {
		return usage("--at shows the register as it was; nothing is changed there, so leave it out")
	}
	o.ReadOnly, o.Prove = o.ReadOnly || wants.ReadOnly || c.IsSet("at"), wants.Prove
	w, err := store.Open(path, o)
	if err != nil {
		return err
	}
	said, head := w.Warning(), w.Head()
	if said != "" {
		say(a.err, "parry: %s", said)
	}
	if c.IsSet("at") {
		err = a.lookBack(w, c.String("at"), do)
	} else {
		err = do(w)
	}
	if w.Head() != head && a.saved == "" {
		a.saved = "what was to be changed is saved, so do not do it again"
	}
	if now := w.Warning(); err == nil && now != said { // of a backup that failed before an edit
		say(a.err, "parry: %s", now)
	}
	if closing := w.Close(); closing != nil {
		return fmt.Errorf("cannot close %s: %w", path, errors.Join(closing, err))
	}
	return err
}

// lookBack does something with the register as it was, and says which moment that
// is.
func (a *app) lookBack(w *store.Workspace, moment string, do func(*store.Workspace) error) error {
	past, err := atMoment(w, moment)
	if err != nil {
		return err
	}
	at, _ := past.Past()
	say(a.err, "the register as it was at %s, after entry %d", at.Format(time.DateTime), past.Head().Seq)
	return do(past)
}

// atMoment gives the register as it was at a moment that a person named.
func atMoment(w *store.Workspace, moment string) (*store.Workspace, error) {
	seq, err := w.Moment(moment)
	if err != nil {
		return nil, badInput(err)
	}
	return w.At(seq)
}

// today is the day that rules and clocks go by: the flag, the register's own
// (the example has one), the clock.
func today(c *cli.Command, s model.Settings) (string, error) {
	if day := c.String("as-of"); day != "" {
		if _, err := model.ParseDay(day); err != nil {
			return "", usage("--as-of: %w", err)
		}
		return day, nil
	}
	if s.AsOf != "" {
		return s.AsOf, nil
	}
	return time.Now().Format(time.DateOnly), nil
}

// dayOf is today for a register that is open: for one as it was, the day of that
// moment unless a day is asked for.
func dayOf(c *cli.Command, w *store.Workspace) (string, error) {
	if at, past := w.Past(); past && c.String("as-of") == "" && w.Register().Settings().AsOf == "" {
		return at.Format(time.DateOnly), nil
	}
	return today(c, w.Register().Settings())
}

func library() model.Library { return frameworks.Library() }

// gather is the library as a register has it.
func gather(r *model.Register) model.Library {
	return frameworks.WithEditions(frameworks.With(library(), r.Frameworks()), r.Editions())
}

// grounds are what rules on a register go by on a day.
func grounds(r *model.Register, day string) model.Grounds {
	return model.NewGrounds(r, day, func() model.Library { return gather(r) })
}

// newSettings are those of a register that nobody has set up yet: SP 800-30,
// provisional.
func newSettings(name string) model.Settings {
	m := nist80030.Method()
	return model.Settings{Name: name, Method: m.ID, MethodVersion: m.Version, Matrix: nist80030.Matrix(), Appetite: model.M}
}

// findThreat gives a threat, in any case of its id.
func findThreat(w *store.Workspace, id string) (*model.Threat, error) {
	if strings.TrimSpace(id) == "" {
		return nil, usage("an id is empty; it looks like T-001")
	}
	for _, try := range []string{id, strings.ToUpper(id)} {
		if t := w.Register().Threat(try); t != nil {
			return t, nil
		}
	}
	return nil, model.NoThreat(id)
}

// threatIDs gives the ids of the threats that were named.
func threatIDs(w *store.Workspace, names []string) ([]string, error) {
	var ids []string
	for _, name := range names {
		t, err := findThreat(w, name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, t.ID)
	}
	return ids, nil
}

// printJSON writes a value as people and programs both read it.
func (a *app) printJSON(v any) error { return writeJSON(a.out, v, "  ") }

// writeJSON writes a value and a newline. Signs that a terminal would act on
// are written as escapes, which loses nothing: a JSON text may end up on one.
func writeJSON(out io.Writer, v any, indent string) error {
	var b bytes.Buffer
	encode := json.NewEncoder(&b)
	encode.SetEscapeHTML(false)
	encode.SetIndent("", indent)
	if err := encode.Encode(v); err != nil {
		return err
	}
	text := b.Bytes()
	if bytes.ContainsFunc(text, terminalActs) {
		text = escapeActing(text)
	}
	_, err := out.Write(text)
	return err
}

// terminalActs says whether a terminal may take the sign for more than a letter:
// controls and the invisible signs that turn or hide text.
func terminalActs(r rune) bool {
	return r >= 0x7f && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r))
}

func escapeActing(text []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(text) {
		if !terminalActs(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.Bytes()
}

// clean makes a text safe to print on a terminal, on one line.
func clean(s string) string { return widget.Clean(s) }
