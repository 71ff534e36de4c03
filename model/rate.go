package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Rate stores what a method makes of answers as one state of a threat.
// Answers that lack something are kept, so that nothing is lost half way.
// Where several methods rate the state, see beside.go for which one places it.
func Rate(id string, s State, m Method, a Answers) Edit {
	return Edit{
		Label: fmt.Sprintf("rate %s %s by %s", id, s, m.ID),
		Do: func(d *Draft) error {
			settings := d.Settings()
			return d.EditThreat(id, func(t *Threat) error {
				return t.rate(s, m, a, settings)
			})
		},
	}
}

func (t *Threat) rate(s State, m Method, a Answers, settings Settings) error {
	a = m.Read(m.For(t, a))
	j := m.JudgeThreat(t, a)
	if len(j.Problems) > 0 {
		return fmt.Errorf("%s", strings.Join(j.Problems, "; "))
	}
	places := t.takes(s, m, settings.Method) && !t.waits(s, m, a, j.Outcome)
	var before Rating
	switch was := t.RatingBy(s, m.ID); {
	case places && (was == nil || was == &t.Ratings[s]):
		before = t.Ratings[s].forMethod(m)
	case places: // it waited beside until now
		before = was.reasonedBy(t.Ratings[s])
	case was != nil:
		before = *was
	}
	var matrix *Matrix
	if places {
		matrix = &settings.Matrix
	}
	t.put(s, before.WithJudgement(m, a, j, matrix), places)
	if s != Target {
		return t.keepFacts(m, a)
	}
	return nil
}

// reasonedBy is the rating with what was said of the state where nothing is said
// of the rating itself.
func (r Rating) reasonedBy(placed Rating) Rating {
	r.Reason(func(why *Reasons) {
		why.LikelihoodReason = cmp.Or(why.LikelihoodReason, placed.LikelihoodReason())
		why.ImpactReason = cmp.Or(why.ImpactReason, placed.ImpactReason())
		why.Confidence = cmp.Or(why.Confidence, placed.Confidence())
		for i, on := range placed.ImpactOn() {
			why.ImpactOn[i] = cmp.Or(why.ImpactOn[i], on)
		}
	})
	return r
}

// forMethod is the rating as the next one begins: what was overridden was
// another method's word.
func (r Rating) forMethod(m Method) Rating {
	if r.Method != m.ID {
		r.Reckon(func(k *Reckoning) { k.Override, k.OverrideReason = "", "" })
	}
	return r
}

// JudgeThreat is Judge for one threat: a method that judges vulnerabilities
// says so where the threat names none.
func (m Method) JudgeThreat(t *Threat, a Answers) Judgement {
	j := m.Judge(m.For(t, a))
	if m.ByAnalogy(t) && len(a) > 0 {
		j.Flags = append(slices.Clone(j.Flags), fmt.Sprintf(
			"by analogy: %s judges a vulnerability, and %s names none (vuln_id)", m.Title, t.ID))
	}
	return j
}

// ByAnalogy says whether the method judges something that the threat lacks.
func (m Method) ByAnalogy(t *Threat) bool {
	return m.Judges == JudgesVulnerabilities && t.Urgency.VulnID() == ""
}

// keepFacts keeps answers that are facts about the threat in its own fields.
func (t *Threat) keepFacts(m Method, a Answers) error {
	for _, q := range m.Questions {
		value := a[q.ID]
		if q.Field == "" || value == "" || q.Place(value) < 0 {
			continue
		}
		f, ok := FieldNamed(q.Field)
		if !ok {
			return UnknownField(q.Field)
		}
		if err := f.Set(t, value); err != nil {
			return err
		}
	}
	return nil
}

// Unrate takes what one method made of a state away again. If it placed the
// state, the state is unplaced: no other rating stands in for it.
func Unrate(id string, s State, method string) Edit {
	return Edit{
		Label: fmt.Sprintf("take back the %s rating of %s by %s", s, id, method),
		Do: func(d *Draft) error {
			return d.EditThreat(id, func(t *Threat) error {
				if t.RatingBy(s, method) == nil {
					return fmt.Errorf("%s has no %s rating by %s", id, s, method)
				}
				if was := t.Ratings[s]; was.Method == method {
					t.Ratings[s] = Rating{Reasons: was.Reasons}
				}
				t.setBeside(s, t.besideBut(s, method))
				return nil
			})
		},
	}
}

// Override puts a person's word in place of what a method came to, with a
// reason; an empty word lets the method speak again. What was computed stays as
// it was on that day, so that both can be read: the method is not asked again.
func Override(id string, s State, m Method, to, reason string) Edit {
	label := fmt.Sprintf("override the %s rating of %s by %s: %s", s, id, m.ID, to)
	if to == "" {
		label = fmt.Sprintf("let %s speak again on %s %s", m.ID, id, s)
	}
	return Edit{Label: label, Do: func(d *Draft) error {
		settings := d.Settings()
		return d.EditThreat(id, func(t *Threat) error {
			r := t.RatingBy(s, m.ID)
			if r == nil || len(r.Answers()) == 0 {
				return fmt.Errorf("%s is not rated %s by %s; there is nothing to override", id, s, m.ID)
			}
			word, err := m.overriding(to, reason, r == &t.Ratings[s])
			if err != nil {
				return err
			}
			r.Level = r.ComputedLevel(settings.Matrix)
			r.Reckon(func(k *Reckoning) {
				k.Override, k.OverrideReason = word, strings.TrimSpace(reason)
				if word == "" {
					k.OverrideReason = ""
				}
			})
			*r = r.overridden()
			return nil
		})
	}}
}

// overriding reads what may stand in place of an outcome.
func (m Method) overriding(to, reason string, placed bool) (string, error) {
	if strings.TrimSpace(to) == "" {
		return "", nil
	}
	if strings.TrimSpace(reason) == "" {
		return "", fmt.Errorf("an override needs a reason")
	}
	if err := checkText("the reason", reason); err != nil {
		return "", err
	}
	if placed || len(m.Results) == 0 {
		level, err := ParseLevel(to)
		if err != nil {
			return "", err
		}
		return level.String(), nil
	}
	for _, result := range m.Results {
		if FoldSpelling(result) == FoldSpelling(to) {
			return result, nil
		}
	}
	return "", fmt.Errorf("%q is nothing that %s comes to; use %s", to, m.ID, orList(m.Results))
}

// CopyRating makes one state a copy of another, to be lowered from there. What
// people said of a state is not copied, for it speaks of the state it was given
// for: reasons, confidence, the sides of the impact, an override.
func CopyRating(id string, from, to State) Edit {
	return Edit{
		Label: fmt.Sprintf("copy the %s rating of %s to %s", from, id, to),
		Do: func(d *Draft) error {
			if to == Target {
				return fmt.Errorf("the target is rated on its own, never copied")
			}
			matrix := d.Settings().Matrix
			return d.EditThreat(id, func(t *Threat) error {
				if !t.Ratings[from].Placed() {
					return fmt.Errorf("%s has no %s rating to copy", id, from)
				}
				kept := t.Ratings[to]
				if kept.Override() != "" && kept.Method == t.Ratings[from].Method {
					return fmt.Errorf("the %s rating of %s is overridden to %s; take that away first, then copy", to, id, kept.Override())
				}
				made := t.Ratings[from].clone()
				made.Level = made.ComputedLevel(matrix)
				made.Computed, made.Declared = Unrated, Unrated
				made.Reckon(func(k *Reckoning) { k.Override, k.OverrideReason = "", "" })
				made.Reasons = kept.Reasons
				t.put(to, made, true)
				return nil
			})
		},
	}
}

// Park puts a step of triage aside for this threat, or takes it up again.
func Park(id, step string, parked bool) Edit {
	label := fmt.Sprintf("park %s of %s", step, id)
	if !parked {
		label = fmt.Sprintf("take up %s of %s again", step, id)
	}
	return Edit{Label: label, Do: func(d *Draft) error {
		if _, err := pickChoice("step of triage", step, TriageSteps); err != nil {
			return err
		}
		return d.EditThreat(id, func(t *Threat) error {
			t.Change(func(m *ThreatMore) {
				m.Parked = slices.DeleteFunc(m.Parked, func(s string) bool { return s == step })
				if parked {
					m.Parked = append(m.Parked, step)
				}
			})
			return nil
		})
	}}
}
