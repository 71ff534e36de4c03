package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"parry/frameworks"
	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store"
	"parry/ui/widget"
)

// app is what the commands of one run share: its streams.
type app struct{ streams }

// registerPath finds the file: the flag, the environment, the data folder.
// Where only the example was made, it is the example.
func registerPath(c *cli.Command) (string, error) {
	if path, err := namedPath(c); path != "" || err != nil {
		return path, err
	}
	if c.Bool("example") {
		return dataPath("example.db")
	}
	path, err := dataPath("register.db")
	if err != nil {
		return "", err
	}
	if example, err := dataPath("example.db"); err == nil && !there(path) && there(example) {
		return example, nil
	}
	return path, nil
}

// namedPath is the file that the user named, "" if none.
func namedPath(c *cli.Command) (string, error) {
	path := c.String("register")
	if path == "" {
		path = os.Getenv("PARRY_REGISTER")
	}
	return path, nil
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
	return store.Options{ReadOnly: c.Bool("read-only"), By: author(c)}
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
	return a.with(c, true, do)
}

// change opens the register for writing.
func (a *app) change(c *cli.Command, do func(*store.Workspace) error) error {
	return a.with(c, false, do)
}

func (a *app) with(c *cli.Command, readOnly bool, do func(*store.Workspace) error) error {
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
	o.ReadOnly = o.ReadOnly || readOnly
	w, err := store.Open(path, o)
	if err != nil {
		return err
	}
	if w.Warning() != "" {
		say(a.err, "parry: %s", w.Warning())
	}
	return errors.Join(do(w), w.Close())
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

func library() model.Library { return frameworks.Library() }

// newSettings are those of a register that nobody has set up yet: SP 800-30,
// provisional.
func newSettings(name string) model.Settings {
	m := nist80030.Method()
	return model.Settings{Name: name, Method: m.ID, MethodVersion: m.Version, Matrix: nist80030.Matrix(), Appetite: model.M}
}

// findThreat gives a threat, in any case of its id.
func findThreat(w *store.Workspace, id string) (*model.Threat, error) {
	for _, try := range []string{id, strings.ToUpper(id)} {
		if t := w.Register().Threat(try); t != nil {
			return t, nil
		}
	}
	return nil, model.NoThreat(id)
}

// printJSON writes a value as people and programs both read it.
func (a *app) printJSON(v any) error {
	encode := json.NewEncoder(a.out)
	encode.SetEscapeHTML(false)
	encode.SetIndent("", "  ")
	return encode.Encode(v)
}

// clean makes a text safe to print on a terminal, on one line.
func clean(s string) string { return widget.Clean(s) }
