package model

import (
	"slices"
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
		if got := citesEntry(c.reference, c.id); got != c.want {
			t.Errorf("%q cites %s: %v", c.reference, c.id, got)
		}
	}
	r := newTestRegister(t)
	do(t, r, AddThreat("a", Assignment{"atlas", "AML.T0051; AML.T0070"}))
	do(t, r, AddThreat("b", Assignment{"owasp_llm", "LLM01"}))
	do(t, r, AddThreat("c"))
	if got := CitedOf(r, "AML.T0070"); !slices.Equal(got, []string{"T-001"}) {
		t.Error(got)
	}
	if got := CitedOf(r, "LLM01:2025"); !slices.Equal(got, []string{"T-002"}) {
		t.Error(got)
	}
	if got := CitedOf(r, "AML.T0000"); got == nil || len(got) != 0 {
		t.Error(got)
	}
}
