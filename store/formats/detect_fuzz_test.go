package formats

import (
	"bytes"
	"io"
	"testing"

	"parry/store/example"
)

// Whatever a file begins with, it is taken for one format or for none, the reader that
// comes back still has all of it, and the format's reader takes or refuses it.
func FuzzDetect(f *testing.F) {
	f.Add([]byte{})
	f.Add(example.CSV()[:2000])
	for _, shape := range shapes {
		f.Add([]byte(shape))
	}
	for _, begin := range []string{"PK\x03\x04", "\xff\xfe{\x00", "otmVersion: 0.2.0\n", `[{"category":"x","risk_status":"y"}]`, "{\"schema\":"} {
		f.Add([]byte(begin))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, detect := range []func(io.Reader) (Format, io.Reader, error){Detect, DetectTable} {
			found, rest, err := detect(bytes.NewReader(file))
			if err != nil {
				continue
			}
			all, err := io.ReadAll(rest)
			if err != nil || !bytes.Equal(all, file) {
				t.Fatalf("taken for %s, and %d of %d bytes are left: %v", found.Name, len(all), len(file), err)
			}
			if _, _, err := found.Read(bytes.NewReader(file)); err != nil && err.Error() == "" {
				t.Errorf("%s refuses it and does not say why", found.Name)
			}
		}
	})
}
