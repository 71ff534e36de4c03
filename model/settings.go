package model

import "fmt"

// Settings is what a register is judged by: its name, its method, its matrix
// and how much risk is tolerated. There is one per register.
type Settings struct {
	Name          string `json:"name,omitempty"`           // the system under assessment
	Method        string `json:"method,omitempty"`         // id of the default method
	MethodVersion string `json:"method_version,omitempty"` // of the default method
	Approved      bool   `json:"approved,omitempty"`       // somebody approved the method; else it is provisional
	Matrix        Matrix `json:"matrix"`                   // likelihood × impact → level
	Appetite      Level  `json:"appetite,omitempty"`       // the highest tolerated level
	Example       bool   `json:"example,omitempty"`        // made by init --example
	AsOf          string `json:"as_of,omitempty"`          // a fixed today, for the example only
}

var settingsKey = Key{KindSettings, "register"}

// Key is the one key that settings have.
func (s *Settings) Key() Key { return settingsKey }

// A Matrix gives the level for a likelihood and an impact.
type Matrix struct {
	Name    string      `json:"name,omitempty"`
	Version string      `json:"version,omitempty"`
	Cells   [5][5]Level `json:"cells"` // row = likelihood VL..VH, column = impact VL..VH
}

// Level looks a pair up; without both it answers Unrated.
func (m Matrix) Level(likelihood, impact Level) Level {
	if !likelihood.Rated() || !impact.Rated() {
		return Unrated
	}
	return m.Cells[likelihood.Index()][impact.Index()]
}

// JudgeBy makes a method the register's own: what is rated from now on is
// rated by it, and by its matrix if it brings one. Ratings that stand keep
// their method, version and level.
func JudgeBy(m Method) Edit {
	return Edit{Label: fmt.Sprintf("rate by %s %s from now on", m.ID, m.Version), Do: func(d *Draft) error {
		s := d.Settings()
		if err := s.JudgeBy(m); err != nil {
			return err
		}
		d.Put(&s)
		return nil
	}}
}

// JudgeBy makes a method, and the matrix that it may bring, what the register is
// judged by. Nobody has approved it then. A method that speaks of no likelihood
// and impact cannot: no threat would have its place in the heatmap.
func (s *Settings) JudgeBy(m Method) error {
	if !m.Places {
		return fmt.Errorf("%s speaks of no likelihood and impact: it stands beside the method that a register is rated by", m.ID)
	}
	if s.Method == m.ID && s.MethodVersion == m.Version && (m.Matrix == nil || *m.Matrix == s.Matrix) {
		return nil
	}
	s.Method, s.MethodVersion, s.Approved = m.ID, m.Version, false
	if m.Matrix != nil {
		s.Matrix = *m.Matrix
	}
	return nil
}

// NameSystem names the system under assessment.
func NameSystem(name string) Edit {
	return Edit{Label: "name the system " + short(name), Do: func(d *Draft) error {
		if err := checkText("name", name); err != nil {
			return err
		}
		s := d.Settings()
		s.Name = name
		d.Put(&s)
		return nil
	}}
}

// Tolerate sets the highest level that is tolerated; Unrated sets none.
func Tolerate(l Level) Edit {
	label := "set the appetite to " + l.String()
	if !l.Rated() {
		label = "set no appetite"
	}
	return ChangeSettings(label, func(s *Settings) { s.Appetite = l })
}
