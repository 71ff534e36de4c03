package triage

import (
	"parry/frameworks"
	"parry/model"
)

// gather is the library as the register has it; a test may put another there
// before it opens the screen.
var gather = func(r *model.Register) model.Library { return frameworks.With(frameworks.Library(), r.Frameworks()) }
