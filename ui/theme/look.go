package theme

// A Look is how a text is drawn: the sequence before it and the one after.
// Both are worked out once per theme, so painting is two string copies. The
// zero Look paints nothing.
//
// Looks do not nest: Post switches everything off. Paint the pieces of a line
// one beside the other.
type Look struct{ Pre, Post string }

// Paint puts the look round s. An empty text stays empty.
func (l Look) Paint(s string) string {
	if s == "" || l.Pre == "" {
		return s
	}
	return l.Pre + s + l.Post
}

// Append adds s in the look to dst, as append does.
func (l Look) Append(dst []byte, s string) []byte {
	if s == "" {
		return dst
	}
	dst = append(dst, l.Pre...)
	dst = append(dst, s...)
	return append(dst, l.Post...)
}
