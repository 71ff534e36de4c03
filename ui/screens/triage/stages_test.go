package triage

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/exp/golden"

	"parry/frameworks"
	"parry/model"
	"parry/store/trial"
	"parry/ui/bench"
)

// flawed is the threat that rests on a vulnerability, with all that its own
// fields say of it.
func flawed() *model.Threat {
	t := threat("T-023", "Exploited flaw in the inference gateway image", "Deployment")
	t.Class.Activity, t.Class.Category = "AI Services supply chain", "Insecure supply chain"
	t.Urgency = model.Urgency{Exploitation: "active", Exposure: "open", Automatable: "yes", TechnicalImpact: "total", UrgencyMore: &model.UrgencyMore{VulnID: "CVE-EXAMPLE-1"}, KEV: "yes"}
	t.Response.Identified = "2026-11-02"
	t.Ownership.Layers[1].Value, t.Ownership.Layers[2].Value = "MP", "OSP-AP"
	return placed(t, model.Inherent, model.VH, model.VH)
}

// at goes to a step of the threat.
func (r *room) step(g string) *room {
	r.Helper()
	for range model.TriageSteps {
		if string(r.screen.stage) == g {
			return r
		}
		r.press(">")
	}
	r.Fatalf("there is no step %s", g)
	return r
}

// Six keys go through the six steps and come back; each says what it asks.
func TestSixSteps(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	var seen []string
	for range model.TriageSteps {
		seen = append(seen, string(r.screen.stage))
		r.draw(80, 20)
		r.press(">")
	}
	if want := []string{"rate", "urgency", "own", "respond", "decide", "classify"}; !slices.Equal(seen, want) || r.screen.stage != rate {
		t.Errorf("went through %v, then %s", seen, r.screen.stage)
	}
	r.press("<").question("addendum_class") // the first that is open
	r.wants(80, 20, "[classify]", "what kind, and where", "4  other")
}

// Classifying is a digit a field: the activities are those of the phase, and a
// threat that nobody means is asked for no adversary.
func TestClassify(t *testing.T) {
	bare := &model.Threat{ID: "T-001", Title: "Something with the index"}
	r := enter(t, settings(), bare).step("classify")
	r.question("lifecycle_phase")
	r.press("4").question("lifecycle_activity")
	r.wants(80, 20, "1  Orchestration", "3  AI applications", "classify ?")
	r.press("1", "2", "3", "2").question("adversarial")
	r.press("1").question("adversary_goal")
	r.press("enter").write("refunds").press("enter").question("adversary_knowledge")
	r.press("shift+tab", "shift+tab").question("adversarial")
	r.press("2").question("atlas") // no adversary is asked for
	one := r.at()
	if one.Class.Phase != "Deployment" || one.Class.Activity != "Orchestration" || one.Class.Category != "Data poisoning" ||
		one.Class.Layer != model.Orchestrated || one.Adversary.Adversarial != "no" || one.Adversary.Goal != "refunds" {
		t.Errorf("classified %+v, %+v", one.Class, one.Adversary)
	}
	r.wants(80, 20, "[classify]", "0 of 1 unclassified")
	r.press("u")
	r.said("Undid: set adversarial of T-001 to no")
	r.wants(80, 20, "Does somebody mean it?") // undo lands on what it undid
	r.question("adversarial")
}

// How soon to act: what the threat's own fields say is offered, one answer
// keeps all of it, and = puts the day into the threat.
func TestUrgencyOfAVulnerability(t *testing.T) {
	r := enter(t, settings(), append(workshop(), flawed())...)
	r.screen.Enter(placeOf("T-023"))
	r.press(">").question("kev")
	r.wants(80, 20, "bod-26-04 1.0.0", "would be 3 days & forensic investigation", "as the threat itself says", "1 of 7 unjudged")
	r.press("=")
	r.said("no method has said yet how soon to act")
	r.press("enter")
	r.said("rate T-023 inherent by bod-26-04: kev yes, so 3 days & forensic investigation")
	got := r.at().RatingBy(model.Inherent, "bod-26-04")
	if got == nil || got.Verdict().DueDays != 3 || !got.Verdict().Forensics || len(got.Flags()) != 0 {
		t.Fatalf("judged %+v", got)
	}
	r.wants(80, 20, "due 2026-11-05", "row 15", "0 of 7 unjudged")
	r.press("=")
	r.said("take over for T-023: due 2026-11-05")
	if due := r.at().Response.Due; due != "2026-11-05" {
		t.Errorf("due %s", due)
	}
	if one := r.at(); one.Ratings[model.Inherent].Cell() != "VH x VH = VH" || one.Ratings[model.Inherent].Method != model.MethodImported {
		t.Errorf("the place in the heatmap became %s", one.Ratings[model.Inherent].Cell())
	}
	// Another method beside it; its word is one of the policy's classes.
	r.press("m").write("deployer").press("enter").question("safety_impact") // the rest is offered
	r.wants(80, 20, "ssvc-deployer 1.0.0", "beside it: 3 days & forensic investigation")
	r.press("L").question("human_impact")
	r.press("4")
	for r.screen.question != "exploitation" {
		r.press("tab")
	}
	r.press("3")
	r.said("nothing changed: exploitation is active already")
	r.press("=")
	if class := r.at().Response.SLAClass; class != "immediate" {
		t.Errorf("class %q", class)
	}
	if r.at().Urgency.Exploitation != "active" {
		t.Error("the fact was lost")
	}
}

// A threat without a vulnerability is judged only by analogy, and it is said.
func TestUrgencyByAnalogy(t *testing.T) {
	r := enter(t, settings(), workshop()...).step("urgency")
	r.wants(80, 20, "No vulnerability is named")
	r.press("3")
	r.said("this answer is typed")
	r.press("m").write("bod").press("enter")
	r.wants(80, 20, "by analogy")
	r.press("tab", "tab")
	for r.screen.question != "technical_impact" {
		r.press("tab")
	}
	r.press("2")
	got := r.at().RatingBy(model.Inherent, "bod-26-04")
	if got == nil || len(got.Flags()) != 1 || !strings.HasPrefix(got.Flags()[0], "by analogy") {
		t.Errorf("judged %+v", got)
	}
	r.wants(80, 20, "! by analogy: CISA BOD 26-04 judges a vulnerability")
	r.press("=")
	r.said("nobody said which (field identified)")
}

// Owners are cycled through by digits, those that the layer expects first; a
// shared one asks for a lead, and what is wrong stands below.
func TestOwn(t *testing.T) {
	r := enter(t, settings(), workshop()...).step("own")
	r.question("owner_pi")
	r.wants(80, 20, "1  CSP ", "2  CSP-MP", "[own ?]")
	r.press("1").question("owner_model")
	r.press("1").question("owner_orchestrated")
	r.press("4").question("owner_application")
	r.press("1").question("lead_role")
	r.wants(80, 20, "S4", "S7")
	r.press("3").question("owner_person")
	r.press("enter").write("ann").press("enter")
	own := r.at().Ownership
	if own.Layers[0].Value != "CSP" || own.Layers[2].Value != "OSP-AP" || own.Lead != "OSP" || own.Person != "ann" {
		t.Errorf("owned %+v", own)
	}
	r.wants(80, 20, "[own]", "5 of 6 unowned")
}

// Respond and decide edit the plain fields.
func TestRespondAndDecide(t *testing.T) {
	r := enter(t, settings(), flawed()).step("respond")
	r.press("1").question("controls_in_place")
	r.press("enter").write("gateway behind sign-in").press("enter").question("controls_planned")
	r.press(".").question("detection")
	r.said("controls planned is left as it is")
	r.step("decide")
	r.wants(80, 20, "[decide ?]", "1 of 1 undecided", "inherent VH x VH = VH")
	r.question("decision_by")
	r.press("enter").write("CISO").press("enter").question("decision_date")
	r.press("enter").write("2026-13-01").press("enter").wants(80, 20, "is no date")
	for range 10 {
		r.press("backspace")
	}
	r.write("2026-11-16").press("enter")
	one := r.at()
	if one.Response.Kind != "mitigate" || one.Response.ControlsInPlace != "gateway behind sign-in" || one.Decision.By != "CISO" || one.Decision.Date != "2026-11-16" {
		t.Errorf("%+v %+v", one.Response, one.Decision)
	}
	r.wants(80, 20, "[decide]")
	for _, key := range []string{"W", "-", "m", "O", "v", "+"} {
		r.press(key)
		if said := r.bench.Said(); !said.Problem {
			t.Errorf("%s says nothing where it cannot act: %+v", key, said)
		}
	}
}

// Ten threats a minute: three keys rate one, a fourth goes to the next, and no
// other key is needed.
func TestTenThreatsInFortyKeys(t *testing.T) {
	var threats []*model.Threat
	for i := range 10 {
		threats = append(threats, threat(model.ThreatID(uint64(i+1)), fmt.Sprintf("Threat number %d", i+1), "Delivery"))
	}
	r := enter(t, settings(), threats...)
	keys := 0
	for i := range threats {
		for _, key := range []string{fmt.Sprint(i%5 + 1), "4", "3", "!"} {
			r.press(key)
			keys++
		}
	}
	for _, one := range r.bench.Register().Threats() {
		if !one.Ratings[model.Inherent].Placed() {
			t.Errorf("%s is not rated", one.ID)
		}
	}
	if keys != 40 {
		t.Errorf("%d keys", keys)
	}
	r.said("all 10 threats have an inherent rating")
}

// The last threat's answer is shown and taken by its own key; enter takes
// nothing that nobody stood on.
func TestDittoIsOfferedNeverTaken(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press(",")
	r.said("no threat was answered here in a way that this one can take over")
	r.press("3", "4", "5", "!")
	r.question("initiation")
	r.wants(80, 20, `" 3  M`, "as T-016")
	r.press("enter")
	r.said("no answer is under the cursor yet")
	if r.at().ID != "T-031" || len(r.rating(model.Inherent).Answers()) != 0 {
		t.Fatalf("%s took %v", r.at().ID, r.rating(model.Inherent).Answers())
	}
	r.press(",", ",", ",")
	if got := r.rating(model.Inherent).Cell(); got != "M x VH = H" {
		t.Errorf("as the last one: %s", got)
	}
}

// Not sure: two digits are a range. It covers cells and is told; the answer
// that stood stays the best one, and another answer makes it sure again.
func TestNotSure(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("-")
	r.said("the lowest that it may be, then the highest")
	r.press("4", "2").question("adverse")
	r.press("4", "5")
	one := r.rating(model.Inherent)
	if one.Answers()["initiation"] != "L..H" || one.Placed() || one.LowLikelihood() != model.M || one.HighLikelihood() != model.H {
		t.Errorf("rated %+v", one)
	}
	r.wants(80, 20, "not rated", "initiation is known only as L to H")
	r.press("tab").question("initiation")
	r.wants(80, 20, " - 2  L", " - 4  H")
	r.press("3").question("adverse")
	if one = r.rating(model.Inherent); one.LowLikelihood().Rated() || one.Cell() != "M x VH = H" {
		t.Errorf("sure again %+v", one)
	}
	r.press("tab", "tab").question("initiation")
	r.press("-", "1", "4").wants(80, 20, ":", "so it comes to")
	if one = r.rating(model.Inherent); one.Answers()["initiation"] != "VL..M..H" || one.Cell() != "M x VH = H" {
		t.Errorf("around the answer %+v", one)
	}
	r.press("left", "-", "2")
	if !r.screen.Back() {
		t.Error("esc leaves no range")
	}
	r.press("-", "3", "3")
	if got := r.rating(model.Inherent).Answers()["initiation"]; got != "M" {
		t.Errorf("from M to M is %s", got)
	}
}

// Why tells the path with its rows, what would flip it, other methods and where
// they disagree.
func TestWhy(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "4", "4")
	r.press("m").write("matrix").press("enter").question("likelihood")
	r.press("5", "5").press("m").write("nist").press("enter")
	r.press("W").wants(120, 36, "Why: T-016", "I-2 row M, column H: level M", "impact VH instead of H would make it H",
		"VH x VH = VH", "by matrix r1", "nist-800-30 says M, matrix says VH: 2 steps apart", "NIST SP 800-30 Rev. 1, Guide")
	if !r.screen.Typing() {
		t.Error("keys go past what is read")
	}
	r.draw(80, 20)
	r.press("pgdown", "down", "up").wants(80, 20, "lines)")
	r.press("3", "esc")
	if r.screen.Typing() || r.rating(model.Inherent).Answers()["impact"] != "H" {
		t.Error("a digit answered behind what is read")
	}
	if beside := r.at().Beside(model.Inherent); len(beside) != 1 || beside[0].Method != "matrix" {
		t.Errorf("beside stands %+v", beside)
	}
}

// An override takes two things, a level and a reason, and can be taken away.
func TestOverride(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("O")
	r.said("T-016 has no rating by nist-800-30 yet")
	r.press("3", "4", "4", "O").write("very high").press("enter", "enter")
	r.said("an override needs a reason")
	r.press("O").write("very high").press("enter").write("the regulator asked").press("enter")
	one := r.rating(model.Inherent)
	if one.Level != model.VH || one.OverrideReason() != "the regulator asked" {
		t.Errorf("overridden %+v", one)
	}
	r.wants(80, 20, "overridden from M: the", "[inherent VH]")
	r.press("O").write("method says").press("enter")
	if one = r.rating(model.Inherent); one.Level != model.M || one.Override() != "" {
		t.Errorf("taken away %+v", one)
	}
}

// Parking puts one step of one threat aside and goes on; it is counted, passed
// over, and taken up again by the same key.
func TestPark(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("z")
	if r.at().ID != "T-031" {
		t.Errorf("after parking at %s", r.at().ID)
	}
	r.said("park rate of T-016")
	r.wants(80, 20, "1 of 6 unrated, 1 parked")
	r.press("!")
	r.said("only T-031 still lacks this step")
	r.press("u", "U")
	r.screen.Enter(placeOf("T-016"))
	r.wants(80, 20, "[rate z]")
	r.press("z")
	r.said("take up rate of T-016 again")
	r.wants(80, 20, "2 of 6 unrated")
}

// A method in whole numbers is answered by the digits themselves, listed or
// not; optional groups come on request and may be left out.
func TestWholeNumbersAndOptionalGroups(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("m").write("owasp").press("enter").question("skill_level")
	r.wants(80, 20, "threat agent, question 1 of 12", "0    nothing")
	r.press("5", "2", "7", "1", "3", "6", "9", "2", "9", "7", "5", "8")
	one := r.rating(model.Inherent)
	if one.Method != "owasp-rr" || one.Verdict().Severity != "High" || one.Answers()["motive"] != "2" {
		t.Errorf("rated %+v", one)
	}
	r.press("left").question("loss_of_availability")
	r.press("+").question("financial_damage")
	r.said("also asked: business impact")
	r.press("1", "2", "1", "5")
	if one = r.rating(model.Inherent); one.Verdict().Severity != "Low" {
		t.Errorf("by the business impact %+v", one.Verdict())
	}
	r.press("+")
	r.said("no optional questions are asked now")
	r.wants(80, 20, "of 16")
	for r.screen.question != "motive" {
		r.press("tab")
	}
	r.wants(80, 20, ">* 2    between")
	r.press("0")
	if got := r.rating(model.Inherent).Answers()["motive"]; got != "0" {
		t.Errorf("0 answers %q", got)
	}
}

// A vector answers all questions in one edit; a bad one says why.
func TestVector(t *testing.T) {
	r := enter(t, settings(), flawed())
	r.press("v")
	r.said("NIST SP 800-30 Rev. 1 is not written as a vector")
	r.press("m").write("cvss-3").press("enter").question("AV")
	r.press("v").write("CVSS:4.0/AV:N").press("enter")
	r.said("the vector is of CVSS 4.0; score it by cvss-4.0")
	r.press("v").write("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H").press("enter")
	r.said("rate T-023 inherent by cvss-3.1: 9.8 Critical")
	r.wants(80, 20, "9.8 Critical", "base score 9.8", "beside it: VH x VH = VH")
	if one := r.rating(model.Inherent); one.Method != model.MethodImported {
		t.Errorf("the place in the heatmap became %+v", one)
	}
	r.press("+").question("E")
	r.press("1").wants(80, 20, "temporal score")
	r.press("shift+tab").question("E")
	r.press(".")
	r.said("E not defined")
	r.wants(80, 20, "9.8 Critical")
	r.press("M")
	r.said("speaks of no likelihood and impact")
}

// Another method becomes the register's own by one key, on record; so does the
// appetite. What was rated keeps its method and level.
func TestRegistersOwnMethod(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "4", "4")
	before := r.rating(model.Inherent)
	r.press("M")
	r.said("the register is rated by nist-800-30 already")
	r.press("m").write("owasp").press("enter", "M")
	r.said("rate by owasp-rr 2020 from now on; ratings that stand keep their method and level")
	s := r.bench.Register().Settings()
	if s.Method != "owasp-rr" || s.Matrix.Name != "OWASP Risk Rating severity" {
		t.Errorf("settings %+v", s)
	}
	if now := r.rating(model.Inherent); now.Level != before.Level || now.Method != before.Method {
		t.Errorf("the old rating became %+v", now)
	}
	r.press("u")
	if r.bench.Register().Settings().Method != "nist-800-30" {
		t.Error("undo leaves the method")
	}
	r.press("A").write("very low").press("enter")
	if got := r.bench.Register().Settings().Appetite; got != model.VL {
		t.Errorf("appetite %s", got)
	}
}

// fileReader reads the file of a method, as the command does.
func fileReader(path string) (model.Edit, model.Method, []string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return model.Edit{}, model.Method{}, nil, err
	}
	f, m, notes, err := frameworks.Read(string(text))
	return model.ImportFramework(f, m), m, notes, err
}

// boardMatrix writes a matrix of the given version and gives its path.
func boardMatrix(t *testing.T, version, amber string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ours.json")
	text, _ := frameworks.File("matrix")
	text = strings.Replace(text, `"version": "r1"`, `"version": "`+version+`"`, 1)
	text = strings.Replace(text, `"amber"`, `"`+amber+`"`, 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A table or a matrix comes in from a file, and is offered at once: also one that
// was there in another version.
func TestMethodFromAFile(t *testing.T) {
	path := boardMatrix(t, "board 7", "amber")
	r := enter(t, settings(), workshop()...)
	r.press("m").write("from a file").press("enter")
	r.said("files are read from the command line here")
	r.bench.Framework = fileReader
	r.press("m").write("from a file").press("enter").write(filepath.Join(filepath.Dir(path), "nothing.json")).press("enter")
	r.said("no such file")
	r.press("m").write("from a file").press("enter").write(path).press("enter")
	r.wants(80, 20, "Imported", "M1 fails")
	r.press("esc").wants(80, 20, "matrix board 7")
	r.press("4", "4")
	if one := r.rating(model.Inherent); one.Version() != "board 7" || one.Cell() != "H x H = H" {
		t.Errorf("rated %+v", one)
	}
	r.press("m").write("nist").press("enter")
	r.press("m").write("from a file").press("enter").write(boardMatrix(t, "board 7", "red")).press("enter")
	r.said("matrix board 7 is here already and says otherwise")
	r.press("m").write("from a file").press("enter").write(boardMatrix(t, "board 8", "red")).press("enter", "esc")
	r.wants(80, 20, "matrix board 8")
}

// Where it is asked how soon to act, a method that judges threats is taken in and
// not asked; one that is gone says so and how to go on.
func TestMethodFromAFileForAnotherStep(t *testing.T) {
	r := enter(t, settings(), append(workshop(), flawed())...)
	r.bench.Framework = fileReader
	r.screen.Enter(placeOf("T-023"))
	r.step("urgency")
	r.press("m").write("from a file").press("enter").write(boardMatrix(t, "board 7", "amber")).press("enter")
	r.wants(100, 26, "matrix judges threats, so it is offered where a threat is rated")
	r.press("esc")
	if got := r.screen.see().method.ID; got != "bod-26-04" {
		t.Errorf("how soon to act is asked by %s", got)
	}
	path := filepath.Join(t.TempDir(), "table.json")
	if err := os.WriteFile(path, []byte(strings.Replace(smallTable, "x_test", "house", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	r.press("m").write("from a file").press("enter").write(path).press("enter", "esc")
	if got := r.screen.see().method.ID; got != "house-dt" {
		t.Fatalf("how soon to act is asked by %s", got)
	}
	r.press("u")
	r.wants(100, 26, `"house-dt" was chosen here and is no longer in the register: m chooses another`)
}

// smallTable is a decision table of one input.
const smallTable = `{"namespace": "x_test", "key": "DT", "version": "1", "name": "When", "schemaVersion": "2.0.0",
 "decision_points": {
  "a:OUT:1": {"namespace": "a", "key": "OUT", "version": "1", "name": "When", "values": [{"key": "L", "name": "Later"}, {"key": "N", "name": "Now"}]},
  "a:B:1": {"namespace": "a", "key": "B", "version": "1", "name": "How Bad", "values": [{"key": "L", "name": "Low"}, {"key": "H", "name": "High"}]}},
 "outcome": "a:OUT:1",
 "mapping": [{"a:B:1": "L", "a:OUT:1": "L"}, {"a:B:1": "H", "a:OUT:1": "N"}]}`

// How soon to act is asked by CISA's directive unless somebody chooses otherwise,
// whatever else the library offers.
func TestUrgencyIsAskedByTheDirective(t *testing.T) {
	if got := firstUrgent(frameworks.Library()); got != "bod-26-04" {
		t.Errorf("it is asked by %s", got)
	}
}

// Every step, at every size people have, is drawn and was looked at.
func TestPicturesOfSteps(t *testing.T) {
	for _, g := range model.TriageSteps {
		for _, size := range [][2]int{{80, 20}, {100, 26}, {120, 36}, {200, 56}} {
			t.Run(fmt.Sprintf("%s/%dx%d", g.Value, size[0], size[1]), func(t *testing.T) {
				r := enter(t, settings(), append(workshop(), flawed())...)
				r.screen.Enter(placeOf("T-023"))
				r.step(g.Value)
				golden.RequireEqual(t, r.picture(size[0], size[1]))
			})
		}
	}
	for _, size := range [][2]int{{80, 20}, {120, 36}} {
		t.Run(fmt.Sprintf("why/%dx%d", size[0], size[1]), func(t *testing.T) {
			r := enter(t, settings(), append(workshop(), flawed())...)
			r.press("3", "4", "4", "W")
			golden.RequireEqual(t, r.picture(size[0], size[1]))
		})
	}
}

// Any keys at all, on threats of every kind and by every method, neither panic
// nor walk the register twice for one picture.
func TestAnyKeysInAnyStep(t *testing.T) {
	keys := []string{"1", "2", "5", "9", "0", ".", ",", "-", "enter", "up", "down", "tab", "w", "W", "s", "I", "e", "i", "=", "!", "L", "m", "M", "O", "A", "v", "+", "z",
		">", "<", ">", "pgup", "pgdown", "esc", "u", "U", "x", "h", "q"}
	for seed := range uint64(trial.Of(5)) {
		r := enter(t, settings(), append(workshop(), flawed())...)
		n := seed*2654435761 + 12345
		for range 300 {
			n = n*6364136223846793005 + 1442695040888963407
			r.press(keys[n>>33%uint64(len(keys))])
			before := r.bench.Register().Walks()
			r.picture(int(n>>40%140)+20, int(n>>50%50)+4)
			if walks := r.bench.Register().Walks() - before; walks > 1 {
				t.Fatalf("a picture of %s walked %d times", r.screen.stage, walks)
			}
		}
	}
}

func placeOf(id string) (p bench.Place) {
	p.Screen, p.Threat = "Triage", id
	return p
}

// What an imported table calls itself cannot drive the terminal, on any step and
// in any box.
func TestHostileTable(t *testing.T) {
	hostile := `{"namespace": "x_test", "key": "DT", "version": "1\u001b[31m", "name": "\u001b]52;c;eA==\u0007 \u202e", "schemaVersion": "2.0.0",
 "decision_points": {
  "a:OUT:1": {"namespace": "a", "key": "OUT", "version": "1", "name": "Wh\u0007en", "values": [{"key": "L", "name": "Later", "definition": "\u001b[2J"}, {"key": "N", "name": "Now", "definition": "\u009b"}]},
  "a:B:1": {"namespace": "a", "key": "B", "version": "1", "name": "How\u001b Bad", "definition": "\u001bPq\u001b\\", "values": [{"key": "L", "name": "Low", "definition": "a\nb\u202e"}, {"key": "H", "name": "High"}]}},
 "outcome": "a:OUT:1",
 "mapping": [{"a:B:1": "L", "a:OUT:1": "L"}, {"a:B:1": "H", "a:OUT:1": "N"}]}`
	f, m, notes, err := frameworks.Read(hostile)
	if err != nil {
		t.Fatal(err)
	}
	r := enter(t, settings(), append(workshop(), flawed())...)
	r.screen.Enter(placeOf("T-023"))
	if !r.bench.Do(model.ImportFramework(f, m)) {
		t.Fatal(r.bench.Said().Text)
	}
	r.screen.popup.Read("Imported", notes, "")
	r.harmless()
	r.press("esc", ">", "m").harmless()
	r.write("x-test").press("enter")
	if r.screen.see().method.ID != m.ID {
		t.Fatalf("the method is %s", r.screen.see().method.ID)
	}
	r.harmless()
	r.press("2").harmless()
	r.press("W").harmless()
	r.press("esc", "O").harmless()
}

// harmless checks that nothing but looks and printable text is drawn.
func (r *room) harmless() {
	r.Helper()
	for _, size := range [][2]int{{80, 20}, {120, 36}} {
		for _, c := range r.picture(size[0], size[1]) {
			if c != '\n' && !unicode.IsPrint(c) {
				r.Fatalf("%q is drawn:\n%s", c, r.picture(size[0], size[1]))
			}
		}
	}
}
