//go:build race

package trial

// share: the race detector makes a trial eight times as slow and finds no more in the
// hundredth than in the first, so a run with it does one in so many.
const share = 50
