package popup

import (
	"strings"

	"parry/model"
	"parry/ui/bench"
)

// Accept asks why a finding is accepted, by whom and until when, and records it as one
// step. about is told with the first question.
func (o *Popup) Accept(b *bench.Bench, f model.Finding, about string) {
	o.Ask(b, "Why is "+f.ID+" accepted?", about, "", func(why string) {
		o.Ask(b, "Who approved that?", "a name; an exception without an approver does not count", "", func(by string) {
			o.Ask(b, "Until when?", "a day as +90d or end of quarter; then it stands again by itself", "+90d", func(until string) {
				day, err := model.ParseDayFrom(until, b.Today)
				switch {
				case err != nil:
					b.Refuse("%v", err)
				case strings.TrimSpace(why) == "" || strings.TrimSpace(by) == "":
					b.Refuse("an exception needs a reason and who approved it")
				default:
					b.Do(model.AcceptFinding(f, why, by, b.Today, day))
				}
			})
		})
	})
}
