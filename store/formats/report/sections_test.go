package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"parry/model"
)

// filled is the example with a record in every kind, made as people make them.
func filled(t *testing.T) Input {
	t.Helper()
	in := exampleInput(t)
	do := func(e model.Edit) {
		t.Helper()
		c, err := model.Plan(in.Register, e, "ada", day)
		if err != nil {
			t.Fatalf("%s: %v", e.Label, err)
		}
		c.Seq = in.Register.Version() + 1
		in.Register.Apply(c)
	}
	write := func(kind model.Kind, sets ...string) {
		t.Helper()
		var list []model.Assignment
		for _, set := range sets {
			name, value, _ := strings.Cut(set, "=")
			list = append(list, model.Assignment{Field: name, Value: value})
		}
		do(model.WriteSheet(kind, "", list...))
	}
	before := model.NewRegister()
	before.Load(in.Register.All(), make([]uint64, len(in.Register.All())), 1)
	write(model.KindSystem, "name=Brightdesk Assist", "boundary=chat and tools", "out_of_scope=the shop's own site")
	write(model.KindParty, "name=Modelhouse", "roles=MP")
	write(model.KindAsset, "name=Retrieval corpus", "layer=Orchestrated")
	write(model.KindAssumption, "text=Prompts are not kept", "state=holds", "if_false=T-009")
	write(model.KindEvidence, "title=Minutes of the risk board", "kind=record", "date=2026-11-10", "where=vault 7")
	write(model.KindControl, "name=Pin the hash", "threats=T-010", "position=preventive", "state=planned", "owner=Eve", "builder=Eve", "tester=Eve", "tested_on=2026-11-01", "due=2026-12-01", "effect=nothing unpinned loads")
	write(model.KindDetection, "name=Hash alert", "threats=T-010", "techniques=AML.T0010.003", "state=tested", "tested_on=2026-11-12", "result=passed")
	write(model.KindService, "name=Prompt shield", "provider=P-01", "state=declined", "why=too many false alarms")
	write(model.KindVulnerability, "flaw=CVE-2026-12345", "component=old gateway", "state=unfixed", "why=no vendor any more", "watched_by=Mallory", "trigger=a proof is public")
	write(model.KindIncident, "title=Assistant books flights", "kind=hijacked agent", "match=new", "detected=2026-11-14 09:00", "laws=GDPR", "lessons=ask before tools")
	write(model.KindIntelligence, "source=ATLAS 5.6.0", "on=2026-11-05", "by=Trent", "result=nothing")
	write(model.KindContact, "name=Wendy", "party=P-01", "channel=+49 30 1234", "notice=free text", "tested_on=2026-10-01")
	write(model.KindExercise, "title=Refund stop", "on=2026-10-20", "result=passed", "lessons=the switch is too slow")
	write(model.KindDecision, "threats=T-010", "response=accept", "by=Olivia", "authority=CISO", "on=2026-11-16", "until=2027-01-31", "reason=no other adapter", "alternatives=stop the feature", "evidence=EV-01", "state=taken")
	write(model.KindConclusion, "summary=Fit for use with one condition.\nThe rest is in hand.", "residual=acceptable with conditions", "residual_reason=T-010 is dated", "questions=Who owns Orchestrated?",
		"prepared_by=Ada", "reviewed_by=Bob", "risk_owner=Carol", "classification=confidential", "period_from=2026-08-01", "period_to=2026-11-16", "next_assessment=2027-11-01", "limits=no source code was read")
	write(model.KindEvidence, "title=Filter test", "where=vault 8", "shows=LLM01:2025")
	write(model.KindAnswer, "eu_ai_act=applies", "eu_ai_act_why=it refunds people")
	write(model.KindScope, "entries=EU AI Act 9(2)", "why=one system only", "by=Ada", "on=2026-11-10")
	in.Register.Apply(model.Change{Seq: in.Register.Version() + 1, Touched: []model.Touch{
		{Key: model.Key{Kind: model.KindWorkshop, ID: "W-01"}, After: &model.Workshop{ID: "W-01", Title: "Kick-off", Began: "2026-11-02T09:00:00Z", Ended: "2026-11-02T11:00:00Z", People: []string{"Peggy", "Victor"}}},
		{Key: model.Key{Kind: model.KindParking, ID: "K-01"}, After: &model.Parking{ID: "K-01", Text: "ask the shop about holidays"}}}})
	in.Since = &Since{Name: "2026-Q3", Day: "2026-09-30", Register: before}
	return in
}

// Every section prints what its records hold, and a report of a full register leaves
// out only what parry does not compute.
func TestEverySectionIsFilled(t *testing.T) {
	text := written(t, filled(t))
	checkShape(t, text)
	for section, wants := range map[string][]string{
		"Conclusion":                 {"> Fit for use with one condition.", "> The rest is in hand.", "acceptable with conditions: T-010 is dated", "Who owns Orchestrated?", "knew of before: 0 of 1"},
		"Decisions":                  {"| DE-01 | [T-010](#t-010) | accept | Olivia (CISO) | 2026-11-16 | 2027-01-31 |", "because no other adapter; by imported, matrix only", "instead of stop the feature", "recorded by ada on 2026-11-16T"},
		"What changed":               {"Since the snapshot 2026-Q3 of 2026-09-30", "| T-039 | Assistant books flights | added |"},
		"Scope and limits":           {"chat and tools", "| P-01 | Modelhouse | MP |", "| A-01 | Retrieval corpus |", "| AS-01 | Prompts are not kept |", "no source code was read", "Holds until: 2027-11-01"},
		"Treatment plan":             {"| C-01 Pin the hash | [T-010](#t-010) | preventive, planned | Eve | 2026-12-01 | 2026-11-01 by Eve, who built it |", "works because: nothing unpinned loads"},
		"Acceptances and their end":  {"| 2027-01-31 | [T-010](#t-010) |", "| 2026-09-30 expired | T-028 |"},
		"Detection":                  {"10 of 11", "| DT-01 | Hash alert | [T-010](#t-010) | AML.T0010.003 | tested | 2026-11-12, passed |", "| SV-01 | Prompt shield | P-01 | - | declined | too many false alarms |"},
		"Vulnerabilities":            {"| V-01 | CVE-2026-12345, old gateway |", "no vendor any more; watched by Mallory; looked at again when a proof is public"},
		"Times kept":                 {"Overdue: ", "| H     | 5 days", "| IN-01 | contain | 2026-11-14 09\\:15 |"},
		"Incidents":                  {"| IN-01 | Assistant books flights, hijacked agent | new | T-039 |"},
		"Contacts and exercises":     {"| CT-01 | Wendy | P-01 |", "| EX-01 | Refund stop | 2026-10-20 |"},
		"Intelligence":               {"| IR-01 | ATLAS 5.6.0 | 2026-11-05 | Trent | nothing |"},
		"High and very high threats": {"Controls on record: C-01 Pin the hash (planned)", "Decisions on record: DE-01 (accept, taken)"},
		"Workshops":                  {"| W-01 | Kick-off | 2026-11-02, 09:00 to 11:00 UTC, 2h0m0s | Peggy; Victor | 0 |", "K-01: ask the shop about holidays"},
		"Proof and sources":          {"| EV-01 | Minutes of the risk board | record | 2026-11-10 |"},
		"What is left out":           {"Nothing: every section is in this report."},
		"Answer":                     {"- Answer: No", "| E11 | high threats", "10 of 11"},
		"Coverage": {"### OWASP LLM 2025", "| LLM01:2025 | Prompt Injection | evidenced: EV-02 |", "| LLM03:2025 | Supply Chain | considered: cited; 4 of 5 threats have a live control, 4 of them in words only |", "- Entries: 3: 1 evidenced, 1 cited, 1 not named",
			"- Does it apply: applies, because it refunds people", "- Claimed: what is claimed here is the part on security only", "what remains as a whole is judged acceptable with conditions", "not in scope, because one system only", "nothing in the register names an entry of them: ISO/IEC 27001 2022"},
		"Conformity": {"The addendum to EU AI Act 9(2) asks for", "| a structured process of decision |", "as worded for the CSP", "three of the end points do not exist", "| AIC4 SR-02 |"},
		"Signatures": {"| Prepared by                | Ada ", "Carol", "as a whole: acceptable with conditions"},
	} {
		body := sectionOf(text, section)
		for _, want := range wants {
			if !strings.Contains(strings.ReplaceAll(body, `\`, ""), strings.ReplaceAll(want, `\`, "")) {
				t.Errorf("%s lacks %q in\n%s", section, want, body)
			}
		}
	}
	if got := strings.Count(sectionOf(text, "What is left out"), "\n- "); got != 0 {
		t.Errorf("%d parts are left out of a full report:\n%s", got, sectionOf(text, "What is left out"))
	}
	for _, row := range []string{"| Period | 2026-08-01 to 2026-11-16 |", "| Classification | confidential |", "| Prepared by | Ada |"} {
		if !strings.Contains(text, row) {
			t.Errorf("the front lacks %s", row)
		}
	}
}

// sectionOf cuts a section out of a report.
func sectionOf(text, title string) string {
	var body strings.Builder
	in := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "## ") {
			_, name, _ := strings.Cut(strings.TrimSpace(line[3:]), " ")
			in = name == title
		}
		if in {
			body.WriteString(line)
		}
	}
	return "\n" + body.String()
}

// Each audience gets its sections, and is told what it did not get.
func TestAudiences(t *testing.T) {
	for audience, without := range map[string][]string{
		"":        nil,
		Auditor:   nil,
		Executive: {"Ownership", "Detection", "Vulnerabilities", "Contacts and exercises", "Intelligence", cardsTitle, "Register", "Method", "Conformity", "Coverage", "Workshops"},
		Engineer:  {"Answer", "Conformity", "Contacts and exercises", "Workshops"},
	} {
		in := filled(t)
		in.Audience = audience
		text := written(t, in)
		checkShape(t, text)
		left := sectionOf(text, "What is left out")
		for _, s := range outline {
			title := string(s.title)
			gone := false
			for _, w := range without {
				gone = gone || w == title
			}
			if title == "Exploit detail" {
				continue
			}
			if has := strings.Contains(text, " "+title+"\n"); has == gone {
				t.Errorf("for %q: %s is there: %v", audience, title, has)
			}
			if gone && !strings.Contains(left, fmt.Sprintf("- %s: not needed by this reader (%s)", title, audience)) {
				t.Errorf("for %q it is not said that %s is left out", audience, title)
			}
		}
	}
	if _, err := ParseAudience("board"); err == nil || !strings.Contains(err.Error(), "executive, auditor, engineer") {
		t.Error(err)
	}
}

// Redacted, no name of a person is left, how attacks are carried out stands in one
// section only, and the front says what was done.
func TestRedactions(t *testing.T) {
	in := filled(t)
	in.Redact = []string{Names, Exploits}
	text := written(t, in)
	checkShape(t, text)
	for _, name := range []string{"Ada", "Bob", "Carol", "Eve", "Mallory", "Trent", "Wendy", "Olivia", "Peggy", "Victor", "Head of Knowledge"} {
		if regexp.MustCompile(`\b` + name + `\b`).MatchString(text) {
			t.Errorf("%s is named", name)
		}
	}
	if !regexp.MustCompile(`AP \\?\(name withheld, \d+\\?\)`).MatchString(text) {
		t.Error("the roles do not stand for the names")
	}
	const how = "with a session at any tenant"
	if got := strings.Count(text, how); got != 1 || !strings.Contains(sectionOf(text, "Exploit detail"), how) {
		t.Errorf("%q stands in %d places", how, got)
	}
	if !strings.Contains(text, "| Redacted | names of people are replaced by roles and a number for each person, but for those in free text; how attacks are carried out stands in [its own section](#") {
		t.Error("the front does not say what was redacted")
	}
	in.Audience = Executive
	text = written(t, in)
	if strings.Contains(text, how) || !strings.Contains(text, "how attacks are carried out stands in no part of this report |") {
		t.Error("the executive's report holds exploit detail, or does not say that it does not")
	}
	if plain := written(t, filled(t)); strings.Contains(plain, "Redacted") || !strings.Contains(plain, how) {
		t.Error("a report that was not redacted looks like one")
	}
	if got, err := ParseRedactions(" names, exploits ,names"); err != nil || len(got) != 2 {
		t.Error(got, err)
	}
	if _, err := ParseRedactions("all"); err == nil {
		t.Error("all is no redaction")
	}
}

// day is the clock of the records.
var day = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)
