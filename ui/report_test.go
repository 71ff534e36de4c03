package ui

import (
	"fmt"
	"strings"
	"testing"

	"parry/ui/bench"
)

// withReports gives the desk reports that say what was wished for.
func (d *desk) withReports() *[]bench.Wish {
	var written []bench.Wish
	text := func(w bench.Wish) (string, error) {
		if w.Party == "P-09" {
			return "", fmt.Errorf("there is no party P-09")
		}
		return fmt.Sprintf("# Threat report\n\nwished: %q %q %v\n\n## 1 Decisions\n\n%s\n\n## 2 Signatures\n", w.Audience, w.Party, w.Redact, strings.Repeat("| a row |\n", 60)), nil
	}
	d.app.bench.Reports = &bench.Reports{
		Audiences:  [][2]string{{"executive", "who decides"}},
		Redactions: [][2]string{{"names", "of people"}, {"exploits", "how attacks are carried out"}},
		Text:       text,
		Write: func(w bench.Wish) (string, error) {
			written = append(written, w)
			return "/tmp/report.md", nil
		},
	}
	return &written
}

// The report is shown as it will be written; for whom, whose part and what is taken
// out is chosen and seen, and written as it was seen.
func TestReportIsSeenBeforeItIsWritten(t *testing.T) {
	d := openDesk(t, true)
	written := d.withReports()
	d.press("9")
	d.shows("[9 Report]", "for everybody   nothing taken out   as Markdown", "# Threat report", `wished: "" "" []`)
	d.press("a")
	d.typing("exec")
	d.press("enter")
	d.shows("for executive", `wished: "executive"`)
	d.press("-")
	d.shows("Take out", "[ ] names")
	d.press("space", "enter")
	d.shows("without names", "[names]")
	d.press("m")
	d.shows("as HTML")
	d.press("x")
	d.shows("wrote /tmp/report.md")
	if len(*written) != 1 || (*written)[0].Audience != "executive" || !(*written)[0].HTML || len((*written)[0].Redact) != 1 {
		t.Errorf("written: %+v", *written)
	}
	d.press("tab")
	d.shows("## 1 Decisions")
	d.press("tab", "shift+tab", "shift+tab", "G")
	d.shows("## 2 Signatures")
	d.press("g", "e")
	d.shows("Conclusion: the assessor's own words")
	d.press("enter")
	d.typing("Fit for use")
	d.press("enter", "esc")
	if got := d.work.Register().Sheet("conclusion", "conclusion").Get("summary"); got != "Fit for use" {
		t.Errorf("the conclusion is %q", got)
	}
	d.press("o")
	d.shows("Whose part?", "the whole register")
	d.press("esc", "-", "esc")
	d.shows("without names")
}

// Without a folder to write to, the keys say so.
func TestReportWithoutAFolder(t *testing.T) {
	d := openDesk(t, true)
	d.press("9")
	d.shows("There is no report here.")
	d.press("x")
	d.shows("there is no folder to write a report to")
}

// A final report asks first, takes a snapshot of the moment and is named by it; a second one
// on the same day has a name of its own, and u takes the snapshot back.
func TestFinalReportTakesASnapshot(t *testing.T) {
	d := openDesk(t, true)
	written := d.withReports()
	at := d.work.Head().Seq
	d.press("9", "F")
	d.shows("Is it the last word?", "not yet")
	d.press("enter")
	if len(*written) != 0 || len(d.work.Register().Snapshots()) != 0 {
		t.Fatalf("not yet wrote %+v", *written)
	}
	d.press("F", "down", "enter")
	d.shows("wrote /tmp/report.md, final, as the snapshot report 2026-11-16")
	d.press("F", "down", "enter")
	d.shows("final, as the snapshot report 2026-11-16 2")
	if len(*written) != 2 || (*written)[0].Final != "report 2026-11-16" || (*written)[1].Final != "report 2026-11-16 2" {
		t.Fatalf("written: %+v", *written)
	}
	if s := d.work.Register().Snapshot("report 2026-11-16"); s == nil || s.Seq != at {
		t.Errorf("the snapshot is %+v, of entry %d", s, at)
	}
	d.press("u", "u")
	if n := len(d.work.Register().Snapshots()); n != 0 {
		t.Errorf("%d snapshots stay", n)
	}
	d.press("x")
	if last := (*written)[2]; last.Final != "" {
		t.Errorf("a draft calls itself %q", last.Final)
	}
}
