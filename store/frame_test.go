package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// What was framed comes out as it went in, behind whatever stood before it.
func TestFrameGivesBackWhatItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bucket := rapid.String().Draw(t, "bucket")
		key, payload := rapid.SliceOf(rapid.Byte()).Draw(t, "key"), rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		rev, before := rapid.Uint64().Draw(t, "rev"), rapid.SliceOf(rapid.Byte()).Draw(t, "before")

		framed := frame(bucket, key, rev, payload)
		if got := appendFrame(bytes.Clone(before), bucket, key, rev, payload); !bytes.Equal(got, append(before, framed...)) {
			t.Fatalf("appended %x, framed %x", got, framed)
		}
		gotRev, got, err := unframe(bucket, key, framed)
		if err != nil || gotRev != rev || !bytes.Equal(got, payload) {
			t.Fatalf("got %d %x %v", gotRev, got, err)
		}
	})
}

// The frame is a file format: registers written today are read in ten years.
func TestFrameBytesNeverChange(t *testing.T) {
	const want = "e88b9582" + "0000000000000007" + "646563696465"
	if got := hex.EncodeToString(frame("threats", []byte("T-001"), 7, []byte("decide"))); got != want {
		t.Errorf("frame is %s, was %s", got, want)
	}
}

// One changed bit anywhere, and the value is refused.
func TestFrameCatchesEveryChangedBit(t *testing.T) {
	key, whole := []byte("T-001"), frame("threats", []byte("T-001"), 7, []byte("prompt injection"))
	for bit := range len(whole) * 8 {
		changed := bytes.Clone(whole)
		changed[bit/8] ^= 1 << (bit % 8)
		if _, _, err := unframe("threats", key, changed); !errors.Is(err, errFrameSum) {
			t.Errorf("bit %d changed: %v", bit, err)
		}
	}
	for size := range len(whole) {
		if _, _, err := unframe("threats", key, whole[:size]); err == nil {
			t.Errorf("cut to %d bytes and still accepted", size)
		}
	}
}

// A value is refused at any place but its own.
func TestFrameCatchesAMovedValue(t *testing.T) {
	value := frame("threats", []byte("T-001"), 7, []byte("prompt injection"))
	for _, place := range [][2]string{
		{"threats", "T-002"}, {"assets", "T-001"}, {"threats", ""}, {"", "T-001"},
		{"threatsT", "-001"}, {"threats", "T-001\x00"}, {"threat", "sT-001"},
	} {
		if _, _, err := unframe(place[0], []byte(place[1]), value); !errors.Is(err, errFrameSum) {
			t.Errorf("accepted in %q under %q: %v", place[0], place[1], err)
		}
	}
}

// Reading a register makes no garbage per value.
func TestUnframeDoesNotAllocate(t *testing.T) {
	bucket, key := "a bucket with a name longer than thirty-two bytes", []byte("T-001")
	value := frame(bucket, key, 7, make([]byte, 1000))
	if n := testing.AllocsPerRun(100, func() { unframe(bucket, key, value) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
