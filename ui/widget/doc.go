// Package widget holds what every screen is built from: text made safe, text
// measured, and the pieces drawn with it. Widgets are plain values with
// methods. They hold a cursor or a window, never data; they send no messages
// and start no commands.
//
//	text.go     Clean: the one way for outside text to become showable
//	width.go    Ruler: cells by the renderer's own rule; Cut, Fit
//	wrap.go     Wrap: notes into lines
//	clip.go     Clip, Span, Page, Beside: lines that are painted already
//	pen.go      Pen: a theme and a ruler, handed to everything that draws
//	table.go    Table: cursor, moves, index; marks.go its marks, row.go its drawing
//	counts.go   Counts: names × levels
//	matrix.go   Matrix: likelihood × impact; lattice.go the cells of both
//	line.go     Line: a text field of one line
//	pick.go     Pick: one of a closed list
//	overlay.go  Box, Over, Centre: one drawing on another
//	hints.go    Hints: the keys in the last row
//
// The promise of every Draw(pen, w, h): exactly h lines of exactly w cells,
// whatever the text and however small the window; 0 and 1 are sizes too.
package widget
