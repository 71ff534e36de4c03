package store

import (
	"strings"

	"parry/model"
)

// The texts of a register are many and short: as strings of their own they would take
// half as much again, and each would be one more thing for the garbage collector to
// visit. So texts that are read one after the other lie in one room, and words and lists
// that come again and again (phases, dates, owners) are kept once. A room stays as long
// as one text in it is in use: at most what the file holds.
//
// It is for one goroutine; nil keeps nothing, and gives each text a string of its own.
type texts struct {
	room  *strings.Builder // never grows: what lies in it stays where it is
	words map[string]string
	lists map[string][]string // by their encoded bytes
	stamp *model.Stamps       // the last one
	blind bool                // nobody reads what is read, but for ids: no text is given
}

const (
	roomSize    = 16 << 10
	longestWord = 32
	longestList = 128     // encoded
	mostWords   = 4 << 10 // and lists: texts that never come again shall not fill the memory
)

func newTexts() *texts {
	return &texts{words: map[string]string{}, lists: map[string][]string{}}
}

// text gives a text that may come again.
func (t *texts) text(raw []byte) string {
	if t != nil && t.blind {
		return ""
	}
	if t == nil || len(raw) > longestWord {
		return t.copied(raw)
	}
	if word, ok := t.words[string(raw)]; ok {
		return word
	}
	word := t.copied(raw)
	if len(t.words) < mostWords {
		t.words[word] = word
	}
	return word
}

// copied gives a text that lies in the room; a long one has a string of its own.
func (t *texts) copied(raw []byte) string {
	if t == nil || t.blind || len(raw) > roomSize/8 {
		return string(raw)
	}
	if t.room == nil || t.room.Cap()-t.room.Len() < len(raw) {
		t.room = new(strings.Builder)
		t.room.Grow(roomSize)
	}
	start := t.room.Len()
	t.room.Write(raw)
	return t.room.String()[start:]
}

// list gives a list that was kept; nil if there is none. Nobody changes it in place, as
// nobody changes a record.
func (t *texts) list(raw []byte) []string {
	if t == nil {
		return nil
	}
	return t.lists[string(raw)]
}

func (t *texts) keepList(raw []byte, list []string) {
	if t != nil && !t.blind && len(raw) <= longestList && len(t.lists) < mostWords {
		t.lists[string(raw)] = list
	}
}

// stamps gives the stamps, the last ones again where they are the same.
func (t *texts) stamps(s model.Stamps) *model.Stamps {
	switch {
	case t == nil || t.blind:
		return &s
	case t.stamp == nil || *t.stamp != s:
		t.stamp = &s
	}
	return t.stamp
}
