//go:build race

package trial

// share: the race detector makes a trial eight times as slow, so a run with it does one
// in so many.
const share = 10
