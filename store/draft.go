package store

// Draft gives the text that was left half typed under a name.
func (w *Workspace) Draft(name string) string { return w.drafts[name] }

// SaveDraft keeps half-typed text across a closed terminal; "" forgets it.
// Drafts are no edits: they have no history.
func (w *Workspace) SaveDraft(name, text string) error {
	if err := w.writable(); err != nil {
		return err
	}
	if w.drafts[name] == text {
		return nil
	}
	c := cell{bucket: bucketDraft, key: []byte(name)}
	if text != "" {
		c.payload = []byte(text)
	}
	if err := w.commit([]cell{c}, nobody); err != nil {
		return w.judge(err, "keep what was typed", unsure{})
	}
	w.drafts[name] = text
	return nil
}
