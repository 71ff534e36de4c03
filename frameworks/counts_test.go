package frameworks

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parry/model"
)

// The lists have the sizes that their publishers gave them, part by part.
func TestCatalogueCounts(t *testing.T) {
	lib := Library()
	for id, want := range map[string]map[string]int{
		"aicm":      {"control": 13, "domain": 18, "owner": 10, "layer": 4, "component": 6, "stage": 6, "activity": 22, "category": 9, "gap": 3},
		"atlas":     {"tactic": 16, "technique": 170, "mitigation": 35, "case study": 57},
		"owasp-llm": {"risk": 10}, "owasp-asi": {"risk": 10, "threat": 17}, "stride": {"category": 6},
		"nist-ai":   {"function": 4, "category": 19, "subcategory": 72, "risk": 12, "action": 212},
		"eu-ai-act": {"step": 4, "paragraph": 2}, "iso": {"control": 131}, "bsi": {"criterion": 49},
	} {
		c, ok := lib.Catalogue(id)
		if !ok {
			t.Errorf("%s is missing", id)
			continue
		}
		n := map[string]int{}
		for _, e := range c.Entries {
			n[e.Kind]++
		}
		for kind, count := range want {
			if n[kind] != count {
				t.Errorf("%s has %d %s, not %d: %v", id, n[kind], kind, count, n)
			}
		}
	}
}

// counted counts entries by what their ids begin with.
func counted(c *model.Catalogue, prefixes ...string) (counts []int) {
	counts = make([]int, len(prefixes))
	for _, e := range c.Entries {
		for i, p := range prefixes {
			if strings.HasPrefix(e.ID, p) {
				counts[i]++
			}
		}
	}
	return counts
}

// ISO's Annex A and the criteria of BSI have their sizes, clause by clause and area by area;
// AI RMF and AI 600-1 function by function.
func TestCountsByPart(t *testing.T) {
	lib := Library()
	for _, part := range []struct {
		catalogue string
		prefixes  []string
		want      []int
	}{
		{"iso", []string{"27001:2022 A.5.", "27001:2022 A.6.", "27001:2022 A.7.", "27001:2022 A.8.", "42001:2023 "}, []int{37, 8, 14, 34, 38}},
		{"iso", strings.Split("42001:2023 A.2.|42001:2023 A.3.|42001:2023 A.4.|42001:2023 A.5.|42001:2023 A.6.1.|42001:2023 A.6.2.|42001:2023 A.7.|42001:2023 A.8.|42001:2023 A.9.|42001:2023 A.10.", "|"), []int{3, 2, 5, 4, 2, 7, 5, 4, 3, 3}},
		{"bsi", strings.Split("AIC4 PC|AIC4 SR|AIC4 PF|AIC4 RE|AIC4 DQ|AIC4 DM|AIC4 EX|AIC4 BI|C5:2020 ", "|"), []int{2, 7, 10, 6, 5, 4, 2, 4, 9}},
		{"nist-ai", []string{"GOVERN ", "MAP ", "MEASURE ", "MANAGE "}, []int{6 + 19, 5 + 18, 4 + 22, 4 + 13}},
		{"nist-ai", []string{"GV-", "MP-", "MS-", "MG-"}, []int{58, 39, 72, 43}},
		{"eu-ai-act", []string{"Art. 9(2)(", "Art. 9(5)"}, []int{4, 1}},
	} {
		c, _ := lib.Catalogue(part.catalogue)
		if got := counted(c, part.prefixes...); !slices.Equal(got, part.want) {
			t.Errorf("%s: %v have %v, not %v", part.catalogue, part.prefixes, got, part.want)
		}
	}
}

// The agentic risks lead to the threats and to the LLM risks that OWASP names with them.
func TestAgenticRisksLeadWhereOWASPSays(t *testing.T) {
	c, _ := Library().Catalogue("owasp-asi")
	for id, want := range map[string]string{
		"ASI01": "T6 T7 01 06", "ASI02": "T2 T4 T16 06", "ASI03": "T3 01 06 02", "ASI04": "T17 T2 T11 T12 T13 T16 03", "ASI05": "T11 01 05",
		"ASI06": "T1 T4 T6 T12 01 04 08", "ASI07": "T12 T16 02 06", "ASI08": "T5 T8 01 04 06", "ASI09": "T7 T8 T10 01 05 06 09", "ASI10": "T13 T14 T15 02 09",
	} {
		e, ok := c.Entry(id + ":2026")
		if !ok {
			t.Errorf("%s is missing", id)
			continue
		}
		var got []string
		for _, l := range e.Links {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(l.To, "LLM"), ":2025"))
		}
		words := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(words)
		if !slices.Equal(got, words) {
			t.Errorf("%s leads to %v, not %v", id, got, words)
		}
	}
	for n := 1; n <= 17; n++ {
		if _, ok := c.Entry(fmt.Sprint("T", n)); !ok {
			t.Errorf("T%d is missing", n)
		}
	}
}

// A crossing is what published lists have for a category of threats: STRIDE, OWASP LLM,
// OWASP ASI, ATLAS, risks of AI 600-1.
var crossings = map[string][5]string{
	"Model manipulation":            {"T E", "01", "01 10", "T0051 T0054 T0043 T0015 T0018 T0031 T0068 T0093", "Information Security|Information Integrity"},
	"Data poisoning":                {"T", "04 08", "06", "T0020 T0019 T0059 T0070 T0071 T0080 T0099", "Information Integrity|Harmful Bias or Homogenization"},
	"Sensitive data disclosure":     {"I", "02 07", "03", "T0057 T0056 T0024 T0024.000 T0024.001 T0025 T0077 T0085 T0086 T0082", "Data Privacy|Information Security"},
	"Model theft":                   {"I", "", "", "T0024.002 T0044 T0005 T0035 T0048.004", "Intellectual Property"},
	"Model/Service failure":         {"D T", "09", "08 09", "T0031 T0076 T0062 T0060 T0101 T0048.003", "Confabulation|Human-AI Configuration"},
	"Insecure supply chain":         {"T", "03", "04", "T0010 T0010.000 T0010.001 T0010.002 T0010.003 T0010.004 T0010.005 T0058 T0104 T0109 T0111 T0011.001", "Value Chain and Component Integration"},
	"Insecure apps/plugins":         {"E T", "05 06", "02 05 07", "T0053 T0049 T0110 T0050 T0105 T0067 T0081 T0098 T0011.002", "Information Security|Value Chain and Component Integration"},
	"Denial of service":             {"D", "10", "08", "T0029 T0034 T0034.000 T0034.001 T0034.002 T0046", "Information Security|Environmental Impacts"},
	"Loss of governance/compliance": {"R", "06 09", "09 10 03", "T0048 T0048.000 T0048.001 T0048.002 T0103 T0073", "Human-AI Configuration"},
}

// Every id of the crosswalk is there, under every category of the model.
func TestEveryIDOfTheCrosswalkExists(t *testing.T) {
	lib, looked := Library(), 0
	has := func(catalogue, id string) {
		looked++
		c, _ := lib.Catalogue(catalogue)
		if _, ok := c.Entry(id); !ok {
			t.Errorf("%s has no %s", catalogue, id)
		}
	}
	for _, category := range model.Categories {
		x, ok := crossings[category.Value]
		if !ok {
			t.Errorf("%s is not in the crosswalk", category.Value)
		}
		for i, of := range []struct{ catalogue, before, after string }{{"stride", "", ""}, {"owasp-llm", "LLM", ":2025"}, {"owasp-asi", "ASI", ":2026"}, {"atlas", "AML.", ""}} {
			for _, id := range strings.Fields(x[i]) {
				has(of.catalogue, of.before+id+of.after)
			}
		}
		for risk := range strings.SplitSeq(x[4], "|") {
			has("nist-ai", risk)
		}
	}
	if len(crossings) != 9 || looked < 120 {
		t.Errorf("%d categories, %d ids", len(crossings), looked)
	}
}
