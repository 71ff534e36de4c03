package model

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// bigRegister holds n threats of some 500 bytes of text, like the example's.
// Every string is its own, as when it comes from disk.
func bigRegister(n int) *Register {
	threats := make([]*Threat, n)
	for i := range threats {
		threats[i] = bigThreat(i)
	}
	return registerOf(threats...)
}

func bigThreat(i int) *Threat {
	own := strings.Clone
	a := Activities[i%(len(Activities)-1)]
	t := &Threat{ID: ThreatID(uint64(i + 1)), Title: fmt.Sprintf("Fake policy text number %d planted in the ticket archive", i), Status: own("open")}
	t.Statement = Statement{Source: own("fraud ring"), Prerequisites: own("able to open support tickets in any tenant shop"),
		Action: own("write tickets that read like official refund policy so that curation keeps them"),
		Impact: own("the assistant later quotes the planted rule as if it were ours"),
		Goals:  []string{own("integrity")}, Assets: []string{own("retrieval corpus"), fmt.Sprintf("asset %d", i%97)}}
	t.Class = Class{Phase: own(a.Phase), Activity: own(a.Name), Category: own(Categories[i%9].Value), Layer: own(Layers[i%4]),
		ATLAS: []string{own("AML.T0070")}, OWASPLLM: []string{own("LLM08")}}
	t.Ratings[Inherent] = Rating{Likelihood: Levels[i%5], Impact: Levels[i/5%5], Method: own(MethodEntered),
		Reasons: &Reasons{LikelihoodReason: own("Anyone can write a ticket; the same trick has been shown against other assistants.")}}
	t.Ratings[Current] = Rating{Likelihood: Levels[i%3], Impact: Levels[i/5%5], Method: own(MethodEntered)}
	for s := range t.Ratings {
		t.Ratings[s].Level = matrixI2.Level(t.Ratings[s].Likelihood, t.Ratings[s].Impact)
	}
	o := &t.Ownership
	o.Layers[0].Value, o.Layers[1].Value, o.Layers[2].Value, o.Layers[3].Value = Owner(own("CSP")), Owner(own("MP")), Owner(own("OSP-AP")), Owner(own("AP"))
	o.Lead, o.Person, o.Evidence = own("AP"), fmt.Sprintf("Person %d", i%50), own("EV-03 curation rule set v4")
	t.Response = Response{Kind: own("mitigate"), ControlsInPlace: own("Customer-written text is indexed in a separate low-trust collection"),
		Due: own("2027-01-15"), Identified: own("2026-09-14"), SLAClass: own("scheduled")}
	return t
}

var bigRegisters = map[int]func() *Register{
	100:     sync.OnceValue(func() *Register { return bigRegister(100) }),
	10_000:  sync.OnceValue(func() *Register { return bigRegister(10_000) }),
	100_000: sync.OnceValue(func() *Register { return bigRegister(100_000) }),
}

// sizes runs a benchmark on registers of three sizes.
func sizes(b *testing.B, bench func(*testing.B, *Register)) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := bigRegisters[n]()
			b.ReportAllocs()
			b.ResetTimer()
			bench(b, r)
		})
	}
}

// The answer is computed once for a version of the register: at each edit while it is on
// show.
func BenchmarkAnswer(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		g := NewGrounds(r, asOf, func() Library { return Library{} })
		for b.Loop() {
			NewAnswer(r, g, Library{}, Proof{Done: true})
		}
	})
}

// An answer after one edit costs the edit and a look at the notes on the rest.
func BenchmarkAnswerFollows(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, kept := bigRegister(n), Answering{}
			g := NewGrounds(r, asOf, func() Library { return Library{} })
			kept.Answer(r, g, Library{}, Proof{Done: true})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c, err := Plan(r, SetFields("T-007", Assignment{"notes", fmt.Sprint(i)}), "bench", noon)
				if err != nil {
					b.Fatal(err)
				}
				r.Apply(c)
				kept.Answer(r, NewGrounds(r, asOf, func() Library { return Library{} }), Library{}, Proof{Done: true})
			}
		})
	}
}
