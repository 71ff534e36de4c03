package model

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// wanted is a small register with something for every kind of term.
func wanted() []*Threat {
	refund := &Threat{ID: "T-001", Title: "Refund tool takes a free amount", Status: "open"}
	refund.Class = Class{Phase: "Development", Activity: "Design", Category: "Insecure apps/plugins", Layer: Application,
		ATLAS: []string{"AML.T0053"}, STRIDE: []string{"T", "E"}, ClassMore: &ClassMore{OtherCategories: []string{"Model theft"}}}
	refund.Ratings[Inherent].Level, refund.Ratings[Current].Level = H, M
	refund.Ownership.Layers[3].Value, refund.Ownership.Layers[2].Value = AP, "OSP-AP"
	refund.Ownership.Lead, refund.Ownership.Person = AP, "Zoë Ångström"
	refund.Response.Due = "2026-12-31"
	refund.Figures = &Loss{FrequencyP05: "0.5"}

	poison := &Threat{ID: "T-002", Title: "POISONED archive", Status: "closed"}
	poison.Statement = Statement{Action: "plant a \"policy\" text", Assets: []string{"retrieval corpus", "Kundenakte ÄÖ"}}
	poison.Class = Class{Phase: "Deployment", Category: "Data poisoning", Layer: ModelLayer}
	poison.Ratings[Inherent].Level, poison.Ratings[Inherent].Method = VH, "nist-800-30"
	poison.Ownership.Layers[1].Value = AcrossChain
	poison.Ownership.Layers[1].Change(func(p *LayerMore) { p.Lead = MP })
	poison.Response.Due = "2027-01-01"
	poison.Figures = &Loss{FrequencyP05: "12"}
	poison.Stamp(func(p *Stamps) { p.UpdatedAt = "2026-11-16T12:00:00Z" })

	return []*Threat{refund, poison, {ID: "T-010", Title: "bare"}}
}

// let gives the ids that an expression lets through, by both ways of matching.
func let(t *testing.T, f Filter) string {
	t.Helper()
	var through []*Threat
	for _, one := range wanted() {
		if f.Match(one) {
			through = append(through, one)
		}
		if f.Match(one) != f.MatchKey(one, SearchKey(one)) {
			t.Errorf("%s with and without its key", one.ID)
		}
	}
	return ids(through)
}

// Each line of the language lets through what it says.
func TestFilterLanguage(t *testing.T) {
	for expr, want := range map[string]string{
		"":    "T-001 T-002 T-010",
		" \t": "T-001 T-002 T-010",
		"-":   "T-001 T-002 T-010",
		`""`:  "T-001 T-002 T-010",

		// words, in any case, anywhere in the text
		"refund":               "T-001",
		"REFUND TOOL":          "T-001",
		"poisoned":             "T-002",
		"refund poisoned":      "",
		"zoë":                  "T-001",
		"ÅNGSTRÖM":             "T-001",
		"kundenakte":           "T-002",
		"äö":                   "T-002",
		"-refund":              "T-002 T-010",
		`"free amount"`:        "T-001",
		`"amount free"`:        "",
		`-"free amount"`:       "T-002 T-010",
		"t-01":                 "T-010",
		"deployment":           "T-002",
		"aml.t0053":            "T-001",
		"corpus,x":             "",
		`"policy"`:             "T-002",
		`plant a`:              "T-002",
		"open":                 "", // a status is asked for by its name
		`"amount development"`: "", // no phrase goes across two fields
		`"->"`:                 "",
		"out-of-cycle":         "",
		"bare":                 "T-010",
		"-bare":                "T-001 T-002",
		"--bare":               "T-001 T-002 T-010",
		`"T-001 T-002"`:        "",
		`"-bare"`:              "",
		"< >= :":               "",

		// closed lists by their beginning, or whole
		"phase:deploy":           "T-002",
		"PHASE:DE":               "T-001 T-002",
		"stage:deployment":       "T-002",
		"phase=Deployment":       "T-002",
		"phase!=deployment":      "T-001 T-010",
		"-phase:deployment":      "T-001 T-010",
		"-phase!=deployment":     "T-002",
		"phase:?":                "T-010",
		"phase:*":                "T-001 T-002",
		"phase:deploy,?":         "T-002 T-010",
		"phase:develop,deploy":   "T-001 T-002",
		"activity:des":           "T-001",
		`category:"data poison"`: "T-002",
		"category:model":         "",
		"other_categories:model": "T-001",
		"stride:e":               "T-001",
		"stride=t":               "T-001",
		"stride!=t":              "T-002 T-010",
		"layer:app,model":        "T-001 T-002",
		"status:closed":          "T-002",
		"-status:closed":         "T-001 T-010",
		"status!=closed,open":    "T-010",
		"owner_model:all":        "T-002",
		"owner_orchestrated:osp": "T-001",
		"owner_orchestrated=osp": "",

		// levels
		"level>=H":          "T-002",
		"level>=moderate":   "T-001 T-002",
		`level:"very high"`: "T-002",
		"level:very-high":   "T-002",
		"level<H":           "T-001",
		"level<=vh":         "T-001 T-002",
		"level>vl":          "T-001 T-002",
		"level:?":           "T-010",
		"inherent=H":        "T-001",
		"current:M":         "T-001",
		"target:?":          "T-001 T-002 T-010",
		"method:nist":       "T-002",
		"level:*":           "T-001 T-002",
		"level!=M":          "T-002 T-010",
		"level:M,VH":        "T-001 T-002",
		"inherent_risk:H":   "T-001",
		"current_risk:?":    "T-002 T-010",

		// dates and numbers
		"due<2027-01-01":      "T-001",
		"due<=2027-01-01":     "T-001 T-002",
		"due>2026-12-31":      "T-002",
		"due:2026-12":         "T-001",
		"due=2027-01-01":      "T-002",
		"due>2026":            "T-002",
		"due>=2026":           "T-001 T-002",
		"due<2027":            "T-001",
		"due:?":               "T-010",
		"due!=2026":           "T-002 T-010",
		"updated_at>=2026-11": "T-002",
		"lef_p05<1":           "T-001",
		"lef_p05>=12":         "T-002",
		"lef_p05=0.50":        "T-001",
		"lef_p05:?":           "T-010",

		// owners
		"role:AP":              "T-001 T-002",
		"role:mp":              "T-002",
		"role:osp":             "T-001 T-002",
		"role:?":               "T-010",
		"role:*":               "T-001 T-002",
		"role!=mp":             "T-001 T-010",
		"lead:mp":              "T-002",
		"lead:AP":              "T-001",
		"lead:?":               "T-010",
		"lead_role:?":          "T-002 T-010",
		"owner:zoë":            "T-001",
		"owner:ZOË":            "T-001",
		"owner:?":              "T-002 T-010",
		`owner="zoë ångström"`: "T-001",
		"owner=zoë":            "",

		// text
		"id:T-01":                         "T-010",
		"id:t-001,t-010":                  "T-001 T-010",
		"id=T-001":                        "T-001",
		`title:"free amount"`:             "T-001",
		"title:poisoned":                  "T-002",
		`title:""`:                        "",
		`notes:""`:                        "T-001 T-002 T-010",
		`title:"?"`:                       "",
		"impacted_assets:corpus":          "T-002",
		"impacted_assets=corpus":          "",
		`impacted_assets="kundenakte äö"`: "T-002",
		"atlas:T0053":                     "T-001",
		"threat_action:policy":            "T-002",
		"title:refund,bare":               "T-001 T-010",
		"title:refund,,bare,":             "T-001 T-010",

		"phase:de level>=M -status:closed tool": "T-001",
	} {
		f, err := Parse(expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if got := let(t, f); got != want {
			t.Errorf("%s lets %q through, want %q", expr, got, want)
		}
		if f.Empty() != (strings.Trim(expr, "-\" \t") == "") {
			t.Errorf("%q is empty: %v", expr, f.Empty())
		}
	}
}

// What cannot be read is refused with its place and one sentence that says
// what would do.
func TestFilterErrorsSayWhereAndWhat(t *testing.T) {
	for expr, want := range map[string]string{
		"tool phse:x":            `at 6: there is no field "phse"; did you mean phase?`,
		"-phse:x":                `at 2: there is no field "phse"; did you mean phase?`,
		"likelihood=H":           `at 1: there is no field "likelihood"; did you mean inherent_likelihood, current_likelihood or target_likelihood?`,
		"inhrent=H":              `at 1: there is no field "inhrent"; did you mean inherent?`,
		"residual_risk:H":        `at 1: there is no field "residual_risk"; did you mean current_risk?`,
		"LLM01:2025x qqqqqqqq:1": `at 1: there is no field "LLM01"; put quotes round it to look for the text`,
		"phase:":                 `at 7: phase: needs a value; phase:? finds where it is empty`,
		"phase: deploy":          `at 7: phase: needs a value; phase:? finds where it is empty`,
		"due<,":                  `at 5: due< needs a value; due:? finds where it is empty`,
		"phase:x":                `at 7: no phase begins with "x"; use Preparation, Development, Evaluation, Deployment, Delivery or Retirement`,
		"phase=deploy":           `at 7: "deploy" is no phase; use Preparation, Development, Evaluation, Deployment, Delivery or Retirement`,
		"phase:deploy,x":         `at 14: no phase begins with "x"; use Preparation, Development, Evaluation, Deployment, Delivery or Retirement`,
		"role:XP":                `at 6: no role begins with "XP"; use CSP, MP, OSP, AP or AIC`,
		"level>=X":               `at 8: "X" is no level; use VL, L, M, H or VH`,
		"level>=?":               `at 8: "?" says empty or not and has no order; write level:?`,
		"due<soon":               `at 5: "soon" is no date; write it as 2026-11-16, 2026-11, 2026, today, +30d or "end of month"`,
		"due<2026-1":             `at 5: "2026-1" is no date; write it as 2026-11-16, 2026-11, 2026, today, +30d or "end of month"`,
		"due:2026-13":            `at 5: "2026-13" is no date; write it as 2026-11-16, 2026-11, 2026, today, +30d or "end of month"`,
		"lef_p05>often":          `at 9: "often" is no number; write it like 0.5 or 12000`,
		"lef_p05>NaN":            `at 9: "NaN" is no number; write it like 0.5 or 12000`,
		"title<m":                `at 7: title has no order; < is for levels, dates and numbers`,
		"status>=open":           `at 9: status has no order; >= is for levels, dates and numbers`,
		`tool "free`:             `at 6: a quote is open; close it with "`,
		`title:"free`:            `at 7: a quote is open; close it with "`,
		"phase:\x1b[2J":          `at 7: no phase begins with "\x1b[2J"; use Preparation, Development, Evaluation, Deployment, Delivery or Retirement`,
		"ünknown:y\u202e phas:x": `at 15: there is no field "phas"; did you mean phase?`,
	} {
		_, err := Parse(expr)
		var where *FilterError
		if !errors.As(err, &where) || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", expr, err, want)
		}
	}
}

// A new threat takes what the filter in force leaves it: one phase, activity,
// category or layer, and nothing that a term only hints at.
func TestFilterSetsWhatANewThreatTakes(t *testing.T) {
	for expr, want := range map[string][]Assignment{
		"phase:deployment layer=model":   {{"lifecycle_phase", "Deployment"}, {"layer", "Model"}},
		"phase:deploy":                   {{"lifecycle_phase", "Deployment"}},
		`category:"data poisoning" tool`: {{"category", "Data poisoning"}},
		"activity:archiving":             {{"lifecycle_activity", "Archiving"}},
		"phase:de":                       nil,
		"phase:delivery,retirement":      nil,
		"-phase:delivery":                nil,
		"phase!=delivery":                nil,
		"-phase!=delivery":               nil,
		"phase:?":                        nil,
		"phase:*":                        nil,
		"status:open level:H role:AP":    nil,
		"":                               nil,
	} {
		f, err := Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		got := f.Sets()
		if !slices.Equal(got, want) {
			t.Errorf("%s sets %v, want %v", expr, got, want)
		}
		if len(got) == 0 {
			continue
		}
		r := newTestRegister(t)
		do(t, r, AddThreat("new tool", got...))
		if !f.Match(r.Threat("T-001")) {
			t.Errorf("%s does not show the threat that it shaped", expr)
		}
	}
}

// An expression that does not parse is still good as words.
func TestWordsTakeAnything(t *testing.T) {
	for expr, want := range map[string]string{
		"": "T-001 T-002 T-010", "refund tool": "T-001", `"refund`: "T-001", `"free amount"`: "T-001", "phase:x": "", "REFUND": "T-001",
	} {
		if got := let(t, Words(expr)); got != want {
			t.Errorf("%s as words lets %q through, want %q", expr, got, want)
		}
	}
}

// Plain words are never an error, whatever letters they have.
func TestPlainWordsAlwaysParse(t *testing.T) {
	word := rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return !strings.ContainsRune(`:=<>!"`, r) }))
	rapid.Check(t, func(t *rapid.T) {
		expr := strings.Join(rapid.SliceOf(word).Draw(t, "words"), " ")
		if _, err := Parse(expr); err != nil {
			t.Errorf("%q: %v", expr, err)
		}
	})
}

// Case is taken off the same way wherever text is compared: what a threat
// holds is found in any of its spellings.
func TestCaseNeverCounts(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("aZé É ßẞİıK\u212aȺſ-x"))).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		one := &Threat{ID: "T-001", Title: "before " + s + " after", Ownership: Ownership{Person: s}}
		for _, spelt := range []string{s, strings.ToLower(s), lower(s)} {
			for _, expr := range []string{`"` + spelt + `"`, `title:"` + spelt + `"`, `owner="` + spelt + `"`} {
				f, err := Parse(expr)
				if err != nil {
					t.Fatal(err)
				}
				if !f.Match(one) {
					t.Errorf("%s is not found in %q", expr, s)
				}
			}
		}
	})
}

// Reading an expression never panics, and what it gives matches the same with
// and without a key, and the other way round when it is turned round.
func FuzzFilter(f *testing.F) {
	for _, expr := range []string{`phase:deployment level>=H role:MP due<2027-01-01 -status:closed "free text"`, "a,b", `x:"`, "-", "level:?,M", "title:\xff", "due<2026", "lef_p05>1e3", "stride!=S,T"} {
		f.Add(expr)
	}
	threats := append(wanted(), bigThreat(7), &Threat{})
	f.Fuzz(func(t *testing.T, expr string) {
		filter, err := Parse(expr)
		Words(expr).Match(threats[0])
		if err != nil {
			var where *FilterError
			if !errors.As(err, &where) || where.At < 0 || where.At > len(expr) || where.Text == "" {
				t.Fatalf("%q: %v", expr, err)
			}
			if utf8.ValidString(expr) && !utf8.ValidString(err.Error()) {
				t.Fatalf("%q breaks its own error", expr)
			}
			return
		}
		for _, one := range threats {
			if filter.Match(one) != filter.MatchKey(one, SearchKey(one)) {
				t.Errorf("%q: %s with and without its key", expr, one.ID)
			}
		}
	})
}

func benchmarkFilter(b *testing.B, expr string) {
	sizes(b, func(b *testing.B, r *Register) {
		f, err := Parse(expr)
		if err != nil {
			b.Fatal(err)
		}
		keys := make([]string, r.Len())
		for i, t := range r.Threats() {
			keys[i] = SearchKey(t)
		}
		for b.Loop() {
			n := 0
			for i, t := range r.Threats() {
				if f.MatchKey(t, keys[i]) {
					n++
				}
			}
		}
	})
}

func BenchmarkFilterFields(b *testing.B) { benchmarkFilter(b, "level>=H phase:dep") }

func BenchmarkFilterWord(b *testing.B) { benchmarkFilter(b, "nowhere") }

func BenchmarkFilterRole(b *testing.B) { benchmarkFilter(b, "role:MP due<2027-01-01 -status:closed") }

func BenchmarkSearchKey(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for b.Loop() {
			for _, t := range r.Threats() {
				SearchKey(t)
			}
		}
	})
}
