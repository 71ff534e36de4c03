package model

import "testing"

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
