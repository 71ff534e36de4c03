package main

import (
	"context"
	"fmt"
	"io"

	"github.com/urfave/cli/v3"

	"parry/ui/widget"
)

// newRoot is the tree of commands. Each file names its own; the order here is
// the order of the help.
func newRoot(a *app) *cli.Command {
	std := a.streams
	return &cli.Command{
		Name:                      "parry",
		Usage:                     "decide what to do about threats to an AI system",
		Description:               "Without a command parry opens its screens on the register.",
		Reader:                    std.in,
		Writer:                    std.out,
		ErrWriter:                 std.err,
		HideHelpCommand:           true,
		EnableShellCompletion:     true,
		DisableSliceFlagSeparator: true,
		Flags:                     globalFlags(),
		Commands: concat(a.completeWords,
			a.upkeepCommands(), a.backupCommands(), a.threatCommands(), a.triageCommands(), a.suggestCommands(), a.viewCommands(), a.savedViewCommands(), a.workshopCommands(),
			a.responseCommands(), a.transferCommands(), a.frameworkCommands(), a.recordCommands(), a.historyCommands(),
		),
		Before:          a.configure,
		Version:         version,
		Action:          a.openScreens,
		ExitErrHandler:  func(context.Context, *cli.Command, error) {}, // run says it
		OnUsageError:    onUsageError,
		CommandNotFound: nil,
		ConfigureShellCompletionCommand: func(c *cli.Command) {
			for _, one := range append([]*cli.Command{c}, c.Commands...) {
				one.OnUsageError = onUsageError
			}
		},
	}
}

func concat(complete cli.ShellCompleteFunc, lists ...[]*cli.Command) []*cli.Command {
	var all []*cli.Command
	for _, list := range lists {
		for _, c := range list {
			c.OnUsageError, c.ShellComplete = onUsageError, complete
			all = append(all, c)
		}
	}
	return all
}

// onUsageError makes one line of what the parser says.
func onUsageError(_ context.Context, c *cli.Command, err error, _ bool) error {
	return usage("%v; see `%s --help`", err, c.FullName())
}

func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "register", Aliases: []string{"r"}, Usage: "the register `FILE` (default $PARRY_REGISTER, else the data folder)"},
		&cli.StringFlag{Name: "as-of", Usage: "take `DATE` for today in rules and clocks"},
		&cli.StringFlag{Name: "at", Usage: "the register as it was at `MOMENT`: a day, a snapshot, an entry of the log; for looking only"},
		&cli.StringFlag{Name: "by", Usage: "`NAME` of who makes the edits (default $USER)"},
		&cli.BoolFlag{Name: "read-only", Usage: "look, change nothing, take no lock"},
		&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colour: auto, always, never"},
		&cli.StringFlag{Name: "theme", Usage: "`NAME` of the theme: dark, light, contrast, safe for every colour vision, mono"},
		&cli.BoolFlag{Name: "ascii", Usage: "draw with ASCII only"},
		&cli.StringFlag{Name: "config", Usage: "read the configuration from `FILE`"},
		&cli.BoolFlag{Name: "present", Usage: "hide the names of people: others look on"},
		&cli.BoolFlag{Name: "plain", Usage: "questions and lines instead of screens: for screen readers and pipes"},
		&cli.BoolFlag{Name: "no-mouse", Usage: "leave the mouse to the terminal"},
		&cli.BoolFlag{Name: "force", Usage: "overwrite a file that is there"},
		&cli.BoolFlag{Name: "example", Usage: "use the example register, made when it is not there", Local: false},
	}
}

// jsonFlag is the same flag of many commands.
func jsonFlag() cli.Flag { return &cli.BoolFlag{Name: "json", Usage: "as JSON"} }

// noArgs is the check of a command that takes none.
func noArgs(c *cli.Command) error {
	if c.Args().Present() {
		return usage("%s takes no argument, and %q is one", c.FullName(), c.Args().First())
	}
	return nil
}

// say writes words for people. Whatever is quoted in them, a terminal obeys none of it.
func say(w io.Writer, format string, args ...any) {
	fmt.Fprintln(w, widget.CleanLines(fmt.Sprintf(format, args...)))
}
