package handoff

import (
	"bytes"
	"strings"
	"testing"

	"parry/model"
)

func input() Input {
	threat := func(id string, owners ...model.Owner) *model.Threat {
		t := &model.Threat{ID: id, Title: "title of " + id}
		for i, o := range owners {
			t.Ownership.Layers[i].Value = o
		}
		return t
	}
	one := threat("T-001", model.CSP, model.MP, "OSP-AP", "AP-AIC")
	one.Ownership.Change(func(p *model.OwnershipMore) { p.Duty = "check outputs" })
	one.Ownership.Lead = model.AP
	one.Ownership.Layers[3].Change(func(p *model.LayerMore) { p.UpstreamDuty = "tell us of changes" })
	two := threat("T-002", "CSP-MP", model.MP, model.OSP, model.AP)
	two.Ownership.Change(func(p *model.OwnershipMore) {
		p.Claims = []model.Claim{{Who: "MP", Layer: "Model", Owner: model.AP, Document: "CAIQ", On: "2026-01-01"}}
	})
	done := threat("T-003", model.CSP, model.MP, model.OSP, model.AP)
	done.Status = "closed"
	r := model.NewRegister()
	r.Load([]model.Record{one, two, done}, make([]uint64, 3), 1)
	return Input{Register: r, Threats: r.Threats(), Name: "Labs", Roles: []string{model.MP}, AsOf: "2026-11-16"}
}

// A party gets its own layers, what it must do and tell, and what it said; what is closed
// and what others hold is not in it.
func TestThePackOfAParty(t *testing.T) {
	var pack bytes.Buffer
	if err := Markdown(&pack, input(), func(s string) string { return s }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Hand-off to Labs", "| T-001 | title of T-001 | Model | MP | - | not assessed | - |", "| T-002 | title of T-002 | PI | CSP-MP | nobody |",
		"| T-001 | Application | tell us of changes | not yet |", "| T-001 | Model | evidence that you do your part |", "| T-002 | Model | AP | CAIQ | 2026-01-01 |"} {
		if !strings.Contains(pack.String(), want) {
			t.Errorf("%s is missing:\n%s", want, pack.String())
		}
	}
	for _, not := range []string{"T-003", "check outputs", "| Orchestrated | OSP"} {
		if strings.Contains(pack.String(), not) {
			t.Errorf("%s is in the pack", not)
		}
	}
	customer := input()
	customer.Name, customer.Roles = "Shops", []string{model.AIC}
	pack.Reset()
	if err := Markdown(&pack, customer, func(s string) string { return s }); err != nil || !strings.Contains(pack.String(), "| T-001 | Application | check outputs | not yet |") {
		t.Errorf("the customer's duties: %s, %v", pack.String(), err)
	}
}

// The sheet goes out, is filled in, and comes back as claims, also as a spreadsheet saves
// it; an empty answer is none, and a wrong one names its line.
func TestTheSheetComesBack(t *testing.T) {
	var sheet bytes.Buffer
	if err := Sheet(&sheet, input(), func(s string) string { return s }); err != nil {
		t.Fatal(err)
	}
	if !Recognise(sheet.Bytes()) || Recognise([]byte("id,title\n")) {
		t.Error("it is not recognised")
	}
	text := strings.Replace(sheet.String(), "Labs,T-001,title of T-001,Model,MP,,,,", "Labs,T-001,title of T-001,Model,MP,AP,CAIQ 4: 2,2026-11-01,no", 1)
	for _, form := range []string{text, "\xef\xbb\xbf" + text, strings.ReplaceAll(text, ",", ";")} {
		answers, err := Read(strings.NewReader(form), "2026-11-16")
		if err != nil || len(answers) != 1 || answers[0].Threat != "T-001" || answers[0].Claim != (model.Claim{Who: "Labs", Layer: "Model", Owner: model.AP, Document: "CAIQ 4, 2", On: "2026-11-01"}) {
			t.Errorf("%+v, %v", answers, err)
		}
	}
	for bad, want := range map[string]string{
		"":                     "the sheet is empty",
		"parry_handoff_to,a\n": "line 1: the column threat is missing",
		"parry_handoff_to,threat,layer,you_say\nx,T-1,Model,ME\n":       "line 2, you_say: \"ME\" is no owner value",
		"parry_handoff_to,threat,layer,you_say\nx,T-1,Cloud,AP\n":       "line 2: \"Cloud\" is no layer",
		"parry_handoff_to,threat,layer,you_say,date\nx,T-1,PI,AP,May\n": "line 2, date: ",
	} {
		if _, err := Read(strings.NewReader(bad), "2026-11-16"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", bad, err, want)
		}
	}
}

// No sheet makes the reader fall over, and what it gives has a layer and an owner.
func FuzzRead(f *testing.F) {
	f.Add("parry_handoff_to,threat,title,layer,we_say,you_say,document,date,comment\nLabs,T-001,t,Model,MP,AP,CAIQ,2026-11-01,\n")
	f.Add("parry_handoff_to;threat;layer;you_say\nx;T-1;PI;CSP\n")
	f.Add("\"parry_handoff_to\",\"threat\"\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		answers, err := Read(strings.NewReader(text), "2026-11-16")
		for _, a := range answers {
			if err == nil && (model.LayerIndex(a.Claim.Layer) < 0 || strings.ContainsAny(a.Claim.Who+a.Claim.Document, ";:=")) {
				t.Errorf("%+v", a)
			}
		}
	})
}
