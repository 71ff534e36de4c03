package store

import (
	"bytes"
	"errors"
	"testing"

	"parry/model"
)

// A value of 200 KB never becomes tens of megabytes: what holds many records of no content in
// a list is refused before any of them is made, wherever the list stands.
func TestCrowdedValuesAreRefusedBeforeTheyAreDecoded(t *testing.T) {
	const many = 200_000
	list := func(member string) string {
		return "\x9a\x00\x03\x0d\x40" + string(bytes.Repeat([]byte(member), many)) // 0x30d40 is 200,000
	}
	for what, field := range map[string]string{
		"selections":          "\x6aselections" + list("\xa0"),
		"selections of null":  "\x6aselections" + list("\xf6"),
		"offered":             "\x6aselections\x81\xa1\x67offered" + list("\xa0"),
		"beside":              "\x66beside\x83" + list("\xa0") + "\x80\x80",
		"beside, and no last": "\x66beside\x83\x80\x80" + list("\xf6"),
		"claims":              "\x69ownership\xa1\x66claims" + list("\xa0"),
	} {
		payload := []byte("\xa2\x62id\x65T-001" + field)
		used := gateMemory(func() {
			_, err := decodeRecord(model.Key{Kind: model.KindThreat, ID: "T-001"}, payload)
			if !errors.Is(err, errCrowded) {
				t.Errorf("%s: refused with %v", what, err)
			}
		})
		if used > uint64(len(payload)) {
			t.Errorf("%s: %d bytes of a value take %d", what, len(payload), used)
		}
	}
}

// A register whose threats hold nothing but such lists is refused, and the way out named, for
// a small multiple of its own length.
func TestCrowdedRegisterCostsLittleToRefuse(t *testing.T) {
	path := forgedRegister(t)
	forge(t, path, func(f forger) {
		for _, id := range []string{"T-001", "T-002"} {
			many := bytes.Repeat([]byte("\xa0"), 1_000_000)
			f.put(threatBucket, []byte(id), 9, append([]byte("\xa2\x62id\x65"+id+"\x6aselections\x9a\x00\x0f\x42\x40"), many...))
		}
	})
	length := uint64(len(readAll(t, path)))
	used := gateMemory(func() {
		w, err := Open(path, Options{ReadOnly: true})
		if err == nil {
			w.Close()
		}
		if !errors.Is(err, errCrowded) {
			t.Errorf("refused with %v", err)
		}
	})
	if used > 4*length {
		t.Errorf("a file of %d bytes takes %d", length, used)
	}
	t.Logf("a file of %d bytes takes %d", length, used)
}

// What a person may have written is no crowd: a thousand selections that say nothing but their
// field, and the owners and ratings of which nothing is set.
func TestWhatParryWritesIsNoCrowd(t *testing.T) {
	threat := &model.Threat{ID: "T-001", Title: "x"}
	threat.Change(func(m *model.ThreatMore) {
		for range 1000 {
			m.Selections = append(m.Selections, model.Selection{Field: "a", Offered: []model.Hint{{}}})
		}
		for s := range m.Beside {
			m.Beside[s] = make([]model.Rating, 50)
		}
	})
	payload, err := encoding.Marshal(threat)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decodeRecord(threat.Key(), payload); err != nil {
		t.Error(err)
	}
}
