package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/urfave/cli/v3"

	"parry/store"
)

func (a *app) backupCommands() []*cli.Command {
	return []*cli.Command{
		{Name: "backup", Usage: "copy the register to a new file, and prove the copy", ArgsUsage: "FILE", Action: a.backup,
			Description: `The copy is read back in full before it has its name.

With --encrypt it is a file of age (age-encryption.org), for whoever knows the passphrase, or
for the recipients of --recipient and --recipients-file. A forgotten passphrase opens nothing.

  parry backup copy.db
  parry backup --encrypt copy.age                              asks for a passphrase, twice
  parry backup --encrypt --recipient age1... copy.age          for who has the identity`,
			Flags: []cli.Flag{
				&cli.BoolFlag{Name: "force", Usage: "overwrite the file"},
				&cli.BoolFlag{Name: "encrypt", Usage: "with a passphrase that is asked for, or for recipients"},
				&cli.StringSliceFlag{Name: "recipient", Usage: "for whoever has the identity of this `RECIPIENT` (age1...)"},
				&cli.StringFlag{Name: "recipients-file", Usage: "for the recipients in `FILE`, one a line"},
				passphraseFlag(),
			}},
		{Name: "restore", Usage: "put a backup in the register's place; what stood there is kept", ArgsUsage: "FILE", Action: a.restore,
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "identity", Aliases: []string{"i"}, Usage: "open an encrypted backup with the identity in `FILE`"},
				passphraseFlag(),
			}},
	}
}

func passphraseFlag() cli.Flag {
	return &cli.StringFlag{Name: "passphrase-file", Usage: "take the passphrase from the first line of `FILE` and do not ask; - is standard input"}
}

// backup copies the register to the file that is named.
func (a *app) backup(_ context.Context, c *cli.Command) error {
	if c.NArg() != 1 {
		return usage("backup needs one file: parry backup FILE")
	}
	seal, err := a.seal(c)
	if err != nil {
		return err
	}
	return a.look(c, func(w *store.Workspace) error {
		to, kind := c.Args().First(), "a backup"
		if seal != nil {
			kind = "an encrypted backup"
		}
		if err := w.Backup(to, c.Bool("force"), seal); err != nil {
			return err
		}
		say(a.err, "%s is %s of %s, walked and read in full", clean(to), kind, clean(w.Path()))
		return nil
	})
}

// seal is how the flags want a backup encrypted; nil if they do not.
func (a *app) seal(c *cli.Command) (*store.Seal, error) {
	lines := strings.Join(c.StringSlice("recipient"), "\n")
	file, phrase := c.String("recipients-file"), c.String("passphrase-file")
	switch {
	case lines == "" && file == "" && phrase == "" && !c.Bool("encrypt"):
		return nil, nil
	case !c.Bool("encrypt"):
		return nil, usage("whom a backup is for is of use with --encrypt only; add it")
	case (lines != "" || file != "") && phrase != "":
		return nil, usage("a backup is for recipients or for a passphrase, not for both")
	case lines == "" && file == "":
		text, err := a.passphrase(c, true)
		if err != nil {
			return nil, err
		}
		seal, err := store.SealWith(text)
		return seal, badInput(err)
	}
	if file != "" {
		text, err := recipientsIn(file)
		if err != nil {
			return nil, fmt.Errorf("cannot read the recipients: %w", err)
		}
		lines += "\n" + text
	}
	seal, err := store.SealFor(strings.NewReader(lines))
	return seal, badInput(err)
}

// mostRecipients bounds a list of recipients, in bytes: some ten thousand.
const mostRecipients = 1 << 20

func recipientsIn(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostRecipients+1))
	if err == nil && len(text) > mostRecipients {
		err = badInput(fmt.Errorf("%s is larger than %d KiB; no list of them is", file, mostRecipients>>10))
	}
	return string(text), err
}

// mostPhrase bounds a passphrase in a file, in bytes.
const mostPhrase = 4096

// passphrase reads it from the file that a flag names, else asks for it on the terminal,
// twice where it is new.
func (a *app) passphrase(c *cli.Command, fresh bool) (string, error) {
	switch file := c.String("passphrase-file"); file {
	case "":
		return a.askPassphrase(fresh)
	case "-":
		return firstLine(a.in)
	default:
		f, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("cannot read the passphrase: %w", err)
		}
		defer f.Close()
		return firstLine(f)
	}
}

func firstLine(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostPhrase+1))
	if err != nil {
		return "", fmt.Errorf("cannot read the passphrase: %w", err)
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if len(line) > mostPhrase { // cut, it would be another one than its owner keeps
		return "", badInput(fmt.Errorf("the passphrase is longer than %d bytes; take a shorter one, or --recipient", mostPhrase))
	}
	return strings.TrimSuffix(string(line), "\r"), nil
}

func (a *app) askPassphrase(fresh bool) (string, error) {
	in, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(in.Fd()) {
		return "", usage("a passphrase is asked for on a terminal; name a file that holds it with --passphrase-file")
	}
	stop, err := echoAfter(in.Fd())
	if err != nil {
		return "", fmt.Errorf("cannot ask for the passphrase: %w", err)
	}
	defer stop()
	ask := func(question string) (string, error) {
		fmt.Fprint(a.err, question)
		text, err := term.ReadPassword(in.Fd())
		fmt.Fprintln(a.err)
		return string(text), err
	}
	text, err := ask("passphrase: ")
	if err != nil || !fresh {
		return text, err
	}
	again, err := ask("once more: ")
	if err == nil && again != text {
		err = badInput(errors.New("the two passphrases differ; nothing was written"))
	}
	return text, err
}

// echoAfter sees that a terminal shows again what is typed, if a signal ends parry while it
// asks for what is not shown. stop ends the watch.
func echoAfter(terminal uintptr) (stop func(), err error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return nil, err
	}
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case got := <-signals:
			_ = term.Restore(terminal, before)
			time.Sleep(50 * time.Millisecond) // the question may have been about to hide what is typed
			_ = term.Restore(terminal, before)
			number, _ := got.(syscall.Signal)
			os.Exit(128 + int(number)) // nothing is open and nothing begun
		case <-done:
		}
	}()
	return func() { signal.Stop(signals); close(done) }, nil
}

// restore puts a backup in the place of the user's register.
func (a *app) restore(_ context.Context, c *cli.Command) error {
	if c.NArg() != 1 {
		return usage("restore needs one backup: parry restore FILE")
	}
	path, err := ownPath(c) // never the example because there is no register
	if c.String("register") == "" && c.Bool("example") {
		path, err = dataPath("example.db")
	}
	if err != nil {
		return err
	}
	keys, err := a.keysFor(c)
	if err != nil {
		return err
	}
	rights := rightsOf(path)
	kept, err := store.Restore(c.Args().First(), path, time.Now(), keys)
	if err != nil {
		return err
	}
	defer a.tellClosed(path, rights)
	say(a.err, "%s is restored from %s", clean(path), clean(c.Args().First()))
	if kept != "" {
		say(a.err, "what stood there is kept in %s", clean(kept))
	}
	return nil
}

// keysFor is what opens the backup that is to be restored; none for one in the clear.
func (a *app) keysFor(c *cli.Command) (store.Keys, error) {
	if file := c.String("identity"); file != "" {
		f, err := os.Open(file)
		if err != nil {
			return nil, fmt.Errorf("cannot read the identity: %w", err)
		}
		defer f.Close()
		keys, err := store.KeysIn(f)
		return keys, badInput(err)
	}
	sealed, err := store.Sealed(c.Args().First())
	if err != nil || !sealed {
		return nil, nil // what is wrong with the file the restore says
	}
	text, err := a.passphrase(c, false)
	if err != nil {
		return nil, err
	}
	keys, err := store.KeysFrom(text)
	return keys, badInput(err)
}
