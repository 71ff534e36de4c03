package example

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

// The example never changes: everything that is printed from it is compared
// with golden files.
func TestExampleIsPinned(t *testing.T) {
	sum := sha256.Sum256(CSV())
	if got := hex.EncodeToString(sum[:]); got != "8cab4dd6ce4b3a0f484825f306f86e21fa2bbacffba57e8f8b7c25de9c1d773d" {
		t.Errorf("SHA-256 %s", got)
	}
	if rows := strings.Count(string(CSV()), "\n"); rows != 1+38 {
		t.Errorf("%d lines", rows)
	}
}

// Who changes a copy does not change the next one.
func TestCopiesAreApart(t *testing.T) {
	CSV()[0] = 'X'
	if CSV()[0] != 'i' {
		t.Error("a copy is the original")
	}
}
