package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/urfave/cli/v3"

	"parry/ui/bench"
	"parry/ui/theme"
)

// The configuration is a file of lines:
//
//	# what follows a sign is for people
//	theme = light
//	by = Ada
//	key Reg d = f5          on the screen Reg, f5 does what d does
//	key all x = ctrl+r      on every screen
//
// A line that cannot be read is told with its number and passed over: a wrong
// colour is no reason not to start.

// configured are the flags that a line may set.
var configured = []string{"theme", "color", "ascii", "no-mouse", "plain", "by", "register"}

// configPath is the file: the flag, else the user's folder for configurations.
func configPath(c *cli.Command) (string, error) {
	if path := c.String("config"); path != "" {
		return path, nil
	}
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "parry", "config"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home folder; name the configuration with --config FILE")
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "parry", "config"), nil
	case "windows":
		return filepath.Join(home, "AppData", "Roaming", "parry", "config"), nil
	}
	return filepath.Join(home, ".config", "parry", "config"), nil
}

// mostConfig bounds a line of the configuration, in bytes.
const mostConfig = 4096

// configure reads the configuration before any command. What was said on the
// command line goes before it. Without a file there is nothing to do, unless one
// was named.
func (a *app) configure(ctx context.Context, c *cli.Command) (context.Context, error) {
	path, err := configPath(c)
	if err != nil {
		return ctx, nil // nobody asked for it
	}
	f, err := os.Open(path)
	switch {
	case err != nil && c.String("config") != "":
		return ctx, usage("--config: %v", err)
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ENOTDIR): // no home at all perhaps
		return ctx, nil
	case err != nil:
		return ctx, usage("cannot read the configuration: %v; mend it, or name another with --config", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, mostConfig)
	n := 0
	for lines.Scan() {
		n++
		if err := a.configureLine(c, lines.Text()); err != nil {
			a.notice("%s, line %d is passed over: %v", clean(path), n, err)
		}
	}
	if err := lines.Err(); err != nil {
		a.notice("%s, line %d and what follows is passed over: %v", clean(path), n+1, err)
	}
	return ctx, nil
}

// notice says what is wrong with the configuration now, and keeps it for the screens:
// they cover what stood on the terminal before.
func (a *app) notice(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	a.notices = append(a.notices, text)
	say(a.err, "parry: %s", text)
}

func (a *app) configureLine(c *cli.Command, line string) error {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	name, value, ok := strings.Cut(line, "=")
	if words := strings.Fields(name); ok && len(words) == 3 && words[0] == "key" {
		return a.configureKey(words[1], words[2], strings.TrimSpace(value))
	}
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	switch {
	case !ok:
		return fmt.Errorf("%.40q sets nothing; write name = value", line)
	case !slices.Contains(configured, name):
		return fmt.Errorf("there is no setting %.40q; there are %s, and key SCREEN KEY", name, strings.Join(configured, ", "))
	case c.IsSet(name), name == "register" && (c.Bool("example") || os.Getenv("PARRY_REGISTER") != ""):
		return nil
	}
	if err := looks(name, value); err != nil {
		return err
	}
	if err := c.Set(name, value); err != nil {
		return fmt.Errorf("%s cannot be %.40q", name, value)
	}
	return nil
}

// looks says why a theme or a colour mode cannot be; nil for any other setting.
func looks(name, value string) (err error) {
	switch name {
	case "theme":
		_, err = theme.New(theme.Options{Name: value})
	case "color":
		_, err = theme.New(theme.Options{Color: value})
	}
	return err
}

// keyScreens are the names that a key may be given for.
var keyScreens = append([]string{bench.AllScreens}, bench.Screens...)

func (a *app) configureKey(screen, from, to string) error {
	at := slices.IndexFunc(keyScreens, func(s string) bool { return strings.EqualFold(s, screen) })
	switch {
	case at < 0:
		return fmt.Errorf("there is no screen %.20q; there are %s", screen, strings.Join(keyScreens, ", "))
	case to == "" || strings.ContainsAny(to, " \t"):
		return fmt.Errorf("%.20q is no key; it is called like d, ctrl+r, f5 or space", to)
	case to == "ctrl+c":
		return errors.New("ctrl+c always quits")
	}
	screen = keyScreens[at]
	if a.keys == nil {
		a.keys = bench.Keys{}
	}
	if a.keys[screen] == nil {
		a.keys[screen] = map[string]string{}
	}
	a.keys[screen][from] = to
	return nil
}
