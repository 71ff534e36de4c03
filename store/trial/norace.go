//go:build !race

package trial

// share: all of the usual count is done.
const share = 1
