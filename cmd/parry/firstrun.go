package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

// newRegister asks what a new register is about, and makes it. Enter skips every
// question, and the end of the input skips the rest: each can be answered later.
func (a *app) newRegister(c *cli.Command, path string) error {
	say(a.out, "Five questions; enter skips one, and each can be answered later.")
	system, err := a.askSystem()
	if err != nil {
		return err
	}
	party, err := a.askParty()
	if err != nil {
		return err
	}
	name := ""
	if len(system) > 0 && system[0].Field == "name" {
		name = system[0].Value
	}
	settings, err := a.askJudgement(newSettings(name))
	if err != nil {
		return err
	}
	if err := makeRegister(path, settings, author(c)); err != nil {
		return err
	}
	return a.fillRegister(c, path, system, party)
}

// askSkippable asks for a line; at the end of the input it is empty.
func (a *app) askSkippable(question string) (string, error) {
	answer, err := a.ask(question)
	if errors.Is(err, io.EOF) {
		return "", nil
	}
	return answer, err
}

// askChoice asks for one of a list by its number; "" if it was skipped.
func (a *app) askChoice(question string, choices []model.Choice) (string, error) {
	say(a.out, "%s", question)
	for i, choice := range choices {
		say(a.out, "  %d  %s: %s", i+1, choice.Value, choice.Means)
	}
	for {
		answer, err := a.askSkippable("its number, or enter: ")
		if err != nil || answer == "" {
			return "", err
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(choices) {
			return choices[n-1].Value, nil
		}
		say(a.out, "give a number from 1 to %d, or enter", len(choices))
	}
}

// askSystem asks what is under assessment, and how it is built.
func (a *app) askSystem() (sets []model.Assignment, err error) {
	name, err := a.askSkippable("1 of 5: which system is it about? ")
	if err != nil {
		return nil, err
	}
	if name != "" {
		sets = append(sets, model.Assignment{Field: "name", Value: name})
	}
	kind, _ := model.SheetKindOf(model.KindSystem)
	field, err := kind.Field("deployment_model")
	if err != nil {
		return nil, err
	}
	built, err := a.askChoice("2 of 5: how is it built?", field.Choices)
	if built != "" {
		sets = append(sets, model.Assignment{Field: field.Name, Value: built})
	}
	return sets, err
}

// askParty asks who is assessing, and in which roles, until that can be written down.
func (a *app) askParty() ([]model.Assignment, error) {
	for {
		answer, err := a.askSkippable("3 of 5: which firm are you, in which roles (CSP, MP, OSP, AP, AIC)? such as Brightdesk, AP, OSP: ")
		if err != nil || answer == "" {
			return nil, err
		}
		name, roles, _ := strings.Cut(answer, ",")
		sets := []model.Assignment{{Field: "name", Value: strings.TrimSpace(name)}}
		if roles = strings.TrimSpace(roles); roles != "" {
			sets = append(sets, model.Assignment{Field: "roles", Value: strings.ReplaceAll(roles, ",", ";")})
		}
		if _, err = model.Plan(model.NewRegister(), model.WriteSheet(model.KindParty, "", sets...), "", time.Now()); err == nil {
			return sets, nil
		}
		say(a.out, "%v; the name comes first, the roles after it, commas between", err)
	}
}

// askJudgement asks by which method is rated, and how much is tolerated.
func (a *app) askJudgement(settings model.Settings) (model.Settings, error) {
	var methods []model.Choice
	for _, m := range library().Methods {
		if m.Places {
			methods = append(methods, model.Choice{Value: m.ID, Means: m.Title})
		}
	}
	id, err := a.askChoice("4 of 5: by which method are threats rated? (enter: "+settings.Method+")", methods)
	if err != nil {
		return settings, err
	}
	if m, ok := library().Method(id); ok {
		if err := settings.JudgeBy(m); err != nil {
			return settings, err
		}
	}
	for {
		answer, err := a.askSkippable("5 of 5: the highest level tolerated: VL, L, M, H or VH? (enter: " + settings.Appetite.String() + ") ")
		if err != nil || answer == "" {
			return settings, err
		}
		level, bad := model.ParseLevel(answer)
		if bad == nil {
			settings.Appetite = level
			return settings, nil
		}
		say(a.out, "%v", bad)
	}
}

// fillRegister writes down what was answered. What cannot be taken is said and
// left for later: the register is there.
func (a *app) fillRegister(c *cli.Command, path string, system, party []model.Assignment) error {
	w, err := store.Open(path, options(c))
	if err != nil {
		return err
	}
	for _, sheet := range []struct {
		kind model.Kind
		sets []model.Assignment
	}{{model.KindSystem, system}, {model.KindParty, party}} {
		if len(sheet.sets) == 0 {
			continue
		}
		if _, err := w.Do(model.WriteSheet(sheet.kind, "", sheet.sets...)); err != nil {
			say(a.out, "%s was not written down: %v", sheet.kind, err)
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("cannot close %s: %w", path, err)
	}
	return nil
}
