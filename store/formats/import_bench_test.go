package formats

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"

	"parry/model"
	"parry/store"
)

// BenchmarkImport10k brings 10,000 threats of each format into a new register: the file is
// read, its records are merged, and they are saved. The process around it, which collects
// less garbage, is measured by BenchmarkProcess.
func BenchmarkImport10k(b *testing.B) {
	for _, f := range List {
		if f.Read != nil && f.Name != "navigator" { // a layer holds as many techniques as there are
			b.Run(f.Name, func(b *testing.B) { benchImport(b, f, manyOf(b, f, 10_000)) })
		}
	}
}

func benchImport(b *testing.B, f Format, file []byte) {
	dir, n := b.TempDir(), 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		n++
		work := emptyRegister(b, filepath.Join(dir, fmt.Sprintf("%d.db", n)))
		b.StartTimer()
		in, _, err := f.Read(bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		var merged model.Merged
		if _, err := work.Do(model.Merge("import", in, &merged)); err != nil || len(merged.Added) < 10_000 {
			b.Fatal(len(merged.Added), err)
		}
		b.StopTimer()
		if err := work.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

func emptyRegister(b *testing.B, path string) *store.Workspace {
	b.Helper()
	who := store.Options{By: "bench"}
	settings := model.Settings{Name: "Shop", Method: "nist-800-30", Matrix: model.Matrix{Name: "I-2", Cells: [5][5]model.Level{
		{model.VL, model.VL, model.VL, model.L, model.L}, {model.VL, model.L, model.L, model.L, model.M}, {model.VL, model.L, model.M, model.M, model.H},
		{model.VL, model.L, model.M, model.H, model.VH}, {model.VL, model.L, model.M, model.H, model.VH}}}}
	if err := store.Create(path, model.ChangeSettings("make", func(s *model.Settings) { *s = settings }), who); err != nil {
		b.Fatal(err)
	}
	work, err := store.Open(path, who)
	if err != nil {
		b.Fatal(err)
	}
	return work
}
