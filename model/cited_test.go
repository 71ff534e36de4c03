package model

import (
	"slices"
	"strings"
	"testing"
)

// A reference names an entry alone, behind its catalogue, and with the edition or without; a
// technique is not its part, and another edition is another entry.
func TestWhoCitesAnEntry(t *testing.T) {
	for _, c := range []struct {
		reference, id string
		want          bool
	}{
		{"AML.T0051", "AML.T0051", true},
		{"aml.t0051", "AML.T0051", true},
		{"ATLAS 5.6.0 AML.T0051", "AML.T0051", true},
		{"AML.T0051.001", "AML.T0051", false},
		{"AML.T0051", "AML.T0051.001", false},
		{"LLM01", "LLM01:2025", true},
		{"LLM01:2025", "LLM01:2025", true},
		{"LLM01:2023", "LLM01:2025", false},
		{"LLM10", "LLM01:2025", false},
		{"", "LLM01:2025", false},
	} {
		r := newTestRegister(t)
		field := "atlas"
		if strings.HasPrefix(c.id, "LLM") {
			field = "owasp_llm"
		}
		do(t, r, AddThreat("a", Assignment{field, c.reference}))
		if got := len(CitationsOf(r).Of(c.id)) == 1; got != c.want {
			t.Errorf("%q cites %s: %v", c.reference, c.id, got)
		}
	}
	r := newTestRegister(t)
	do(t, r, AddThreat("a", Assignment{"atlas", "AML.T0051; AML.T0070; ATLAS 5.6.0 AML.T0070"}))
	do(t, r, AddThreat("b", Assignment{"owasp_llm", "LLM01:2025; LLM01"}))
	do(t, r, AddThreat("c", Assignment{"owasp_llm", "LLM01"}))
	x := CitationsOf(r)
	if got := x.Of("AML.T0070"); !slices.Equal(got, []string{"T-001"}) {
		t.Error(got)
	}
	if got := x.Of("LLM01:2025"); !slices.Equal(got, []string{"T-002", "T-003"}) {
		t.Error(got)
	}
	if got := x.Of("AML.T0000"); got == nil || len(got) != 0 {
		t.Error(got)
	}
}
