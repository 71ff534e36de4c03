package formats

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"parry/model"
)

// BenchmarkRead reads 1,000 and 10,000 threats of each format: the example's again and again
// where parry writes it, else a small file's. Ten times as many should take ten times as long.
func BenchmarkRead(b *testing.B) {
	for _, f := range List {
		if f.Read == nil {
			continue
		}
		for _, n := range []int{1_000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", f.Name, n), func(b *testing.B) { benchRead(b, f, manyOf(b, f, n)) })
		}
	}
	otm, err := Named("otm")
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("otm-yaml/%d", n), func(b *testing.B) {
			benchRead(b, otm, repeated("otmVersion: 0.2.0\nproject: {name: Shop, id: s}\nthreats:\n", "  - name: Prompt leaks %[1]d\n    id: t%[1]d\n    categories: [Tampering]\n    risk: {likelihood: 80, impact: 50}\n", "", "", n))
		})
	}
}

func benchRead(b *testing.B, f Format, file []byte) {
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if in, _, err := f.Read(bytes.NewReader(file)); err != nil || len(in) < 1_000 && f.Name != "navigator" {
			b.Fatal(len(in), err)
		}
	}
}

// manyOf makes a file of n threats.
func manyOf(b *testing.B, f Format, n int) []byte {
	b.Helper()
	switch f.Name {
	case "threatdragon":
		return repeated(`{"version":"2.0","summary":{"title":"Shop"},"detail":{"diagrams":[{"id":0,"title":"d","cells":[`,
			`{"id":"c%[1]d","shape":"process","data":{"name":"API %[1]d","threats":[{"id":"t%[1]d","title":"Prompt leaks %[1]d","status":"Open","severity":"High","type":"Tampering","description":"d","mitigation":"m"}]}}`, ",", "]}]}}", n)
	case "tmlibrary":
		return repeated(`{"version":"1.0.2","scope":{"title":"Shop"},"threats":[`, `{"title":"A %[1]d","symbolic_name":"a%[1]d","description":"d"}`, ",",
			`],"risks":[`+string(repeated("", `{"threats":["a%[1]d"],"likelihood":"high","impact":"low"}`, ",", "]}", n)), n)
	case "threagile":
		return repeated("[", `{"category":"sql","risk_status":"unchecked","severity":"elevated","exploitation_likelihood":"likely","exploitation_impact":"high","title":"<b>Injection</b> %[1]d","synthetic_id":"sql@%[1]d"}`, ",", "]", n)
	case "cve":
		return repeated("[", `{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2026-%04[1]d","state":"PUBLISHED"},"containers":{"cna":{"title":"x","descriptions":[{"lang":"en","value":"d"}],"affected":[{"vendor":"v","product":"p"}]}}}`, ",", "]", n)
	}
	r := model.NewRegister()
	records := []model.Record{&model.Settings{Name: "Shop", Method: "nist-800-30"}}
	some := exampleRecords(b)
	for i := range n {
		t := some[i%len(some)].(*model.Threat).Clone()
		t.ID = model.ThreatID(uint64(i + 1))
		records = append(records, t)
	}
	r.Load(records, make([]uint64, len(records)), 1)
	var file bytes.Buffer
	if err := f.Write(&file, Export{Register: r, Threats: r.Threats(), AsOf: "2026-11-16"}); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// repeated writes a piece n times, with its number, between what stands around it.
func repeated(before, one, between, after string, n int) []byte {
	var b strings.Builder
	b.WriteString(before)
	for i := range n {
		if i > 0 {
			b.WriteString(between)
		}
		fmt.Fprintf(&b, one, i)
	}
	b.WriteString(after)
	return []byte(b.String())
}
