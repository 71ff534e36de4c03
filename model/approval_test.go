package model

import "testing"

// Taking an approval out, or its end, never approves anything: what stands is the
// approval of the method and the matrix of today.
func TestApprovalsEnd(t *testing.T) {
	owasp := Method{ID: "owasp-rr", Version: "1", Places: true}
	nist := Method{ID: "nist-800-30", Version: "r1", Places: true}
	other := Matrix{Name: "ours", Version: "2"}
	own := Method{ID: "nist-800-30", Version: "r1", Places: true, Matrix: &other}
	r := newTestRegister(t)
	do(t, r, JudgeBy(owasp))
	do(t, r, JudgeBy(nist))
	approve := func(sets ...Assignment) {
		do(t, r, WriteSheet(KindApproval, "", append(sets, Assignment{"by", "CISO"})...))
	}
	words := func(day, want string) {
		t.Helper()
		if got := r.Approval(day).Words(); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	const provisional = "provisional: nobody has approved it yet"
	words(asOf, provisional)
	approve() // AP-01, of NIST
	words(asOf, "approved")
	do(t, r, JudgeBy(owasp))
	words(asOf, provisional)
	approve() // AP-02, of OWASP
	do(t, r, JudgeBy(nist))
	words(asOf, provisional)
	do(t, r, RemoveSheet(KindApproval, "AP-02"))
	words(asOf, provisional)
	approve(Assignment{"until", "2026-11-30"}) // AP-02 anew, of NIST
	words("2026-11-30", "approved")
	words("2027-06-01", "approved") // AP-01 has no end
	do(t, r, RemoveSheet(KindApproval, "AP-01"))
	words("2026-11-30", "approved")
	words("2026-12-01", "provisional: its approval ended on 2026-11-30")
	do(t, r, JudgeBy(own)) // another matrix
	words(asOf, provisional)
	approve() // AP-01 anew, of that matrix
	words(asOf, "approved")
	do(t, r, RemoveSheet(KindApproval, "AP-01"))
	words(asOf, provisional) // AP-02 is of another matrix
}
