package model

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Kind names a kind of record: the bucket that holds it.
type Kind string

// The kinds there are. A new kind needs a line here, one in Kinds, and one in the
// store's schema.
const (
	KindSettings  Kind = "settings"
	KindFramework Kind = "framework"
	KindEdition   Kind = "edition"
	KindSnapshot  Kind = "snapshot"
	KindView      Kind = "view"
	KindParking   Kind = "parking"
	KindWorkshop  Kind = "workshop"
	KindThreat    Kind = "threat"
)

// Kinds are all of them, in the order in which a register is hashed and exported.
var Kinds = []Kind{KindSettings, KindFramework, KindEdition, KindSystem, KindParty, KindAsset, KindAssumption, KindEvidence, KindApproval,
	KindContact, KindExercise, KindControl, KindDetection, KindService, KindVulnerability, KindIncident, KindIntelligence,
	KindDecision, KindPolicy, KindAppetite, KindAttestation, KindException, KindScope, KindConclusion, KindAnswer,
	KindSnapshot, KindView, KindParking, KindWorkshop, KindThreat}

// A Key names one record in the register.
type Key struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

func (k Key) String() string { return k.ID }

// A Record is one thing that the register holds. Records are never changed in
// place: an edit puts a new one under the same key.
type Record interface {
	Key() Key
}

// A Register is what the analysts decided, in memory. It changes only through
// Apply, with a change that is already on disk. It is not safe for use by
// several goroutines at once.
type Register struct {
	threats   []*Threat      // in the order of CompareIDs
	revisions []uint64       // of the threats, in the same places
	records   map[Key]held   // all that is no threat
	others    map[Key]Record // of them all but the settings
	next      uint64         // number of the next threat; never goes back
	version   uint64         // grows with every Apply: a view computed at one version stays true for it
	walks     int

	trail    trail    // what the last changes did to threats, for views that follow
	asides   uint64   // the version since which nothing has changed but threats
	digests  []digest // of threats, in the same places; nil until a view asks
	owned    asking   // of the rules about owners
	answered asking   // of those about rating, response and review
	found    int      // findings of the last view: room for the next

	excepted   *Exceptions // see Exceptions, and the count of sheets it is of
	exceptedAt uint32
	chain      *chain // see chainOf, likewise
	chainAt    uint32
	cited      *Citations // see CitationsOf
	citedBy    *CitedBy   // see CitedByOf
	covered    *Coverages // see CoverageOf

	tolerance   Tolerance // see Tolerance
	toleranceAt uint64    // the version it is of, and one; 0 for none

	links  *Links // nil until they are asked for, and after a change of a sheet
	sheets uint32 // grows with every such change
}

type held struct {
	record   Record
	revision uint64
}

// NewRegister gives an empty register whose first threat will be T-001.
func NewRegister() *Register {
	return &Register{records: map[Key]held{}, others: map[Key]Record{}, next: 1}
}

// Load fills a new register with records as they were stored, each with its
// revision, and the number of the next threat. It is for the store, once.
func (r *Register) Load(records []Record, revisions []uint64, next uint64) {
	r.records, r.others = map[Key]held{}, map[Key]Record{}
	r.digests, r.links = nil, nil
	r.sheets++
	threats := make([]arrived, 0, len(records))
	for i, rec := range records {
		switch rec := rec.(type) {
		case *Threat:
			n, _ := ThreatNumber(rec.Key())
			threats = append(threats, arrived{rec, revisions[i], n})
		case *Settings:
			r.records[rec.Key()] = held{rec, revisions[i]}
		default:
			r.records[rec.Key()] = held{rec, revisions[i]}
			r.others[rec.Key()] = rec
		}
		r.pass(rec.Key())
	}
	slices.SortFunc(threats, arrived.compare)
	r.threats, r.revisions = make([]*Threat, len(threats)), make([]uint64, len(threats))
	for i, a := range threats {
		r.threats[i], r.revisions[i] = a.threat, a.revision
	}
	r.next = max(r.next, next)
	r.version++
	r.asides = r.version
	r.trail.forget(r.version)
}

// An arrived is a threat that is loaded, with its number where it has one: numbers are
// compared sooner than ids.
type arrived struct {
	threat   *Threat
	revision uint64
	n        uint64
}

func (a arrived) compare(b arrived) int {
	if a.n != b.n && a.n != 0 && b.n != 0 {
		return cmp.Compare(a.n, b.n)
	}
	return CompareIDs(a.threat.ID, b.threat.ID)
}

// Get gives the record under key and its revision; revision 0 means that
// there is none.
func (r *Register) Get(key Key) (Record, uint64) {
	if key.Kind == KindThreat {
		if i, ok := r.find(key.ID); ok {
			return r.threats[i], r.revisions[i]
		}
		return nil, 0
	}
	h := r.records[key]
	return h.record, h.revision
}

// find gives the place of a threat in the list, or the one that it would have. Mostly
// T-007 is the seventh; else it is searched for.
func (r *Register) find(id string) (i int, found bool) {
	if n, ok := ThreatNumber(Key{KindThreat, id}); ok && n-1 < uint64(len(r.threats)) && r.threats[n-1].ID == id {
		return int(n - 1), true
	}
	return slices.BinarySearchFunc(r.threats, id, byID)
}

// Threat gives the threat with this id, or nil.
func (r *Register) Threat(id string) *Threat {
	if i, ok := r.find(id); ok {
		return r.threats[i]
	}
	return nil
}

// Settings gives what the register is judged by; a register without the
// record answers with the zero Settings.
func (r *Register) Settings() Settings {
	if s, ok := r.records[settingsKey].record.(*Settings); ok {
		return *s
	}
	return Settings{}
}

// Threats gives all threats in id order, for reading only and only until the
// next Apply. Each call counts as one walk of the register.
func (r *Register) Threats() []*Threat {
	r.walks++
	return r.threats
}

// Len is the number of threats.
func (r *Register) Len() int { return len(r.threats) }

// Next is the number that the next new threat gets.
func (r *Register) Next() uint64 { return r.next }

// Version grows with every change, so a view can tell whether it is still true.
func (r *Register) Version() uint64 { return r.version }

// Walks counts how often the register was gone through from end to end, by
// Threats or for a view: a draw promises at most one after a change.
func (r *Register) Walks() int { return r.walks }

// Frameworks gives the methods that the register brings itself, in the order
// of their ids.
func (r *Register) Frameworks() []*Framework { return othersOf[*Framework](r) }

// othersOf gives the records of one kind that are neither threats nor the
// settings, in the order of their ids.
func othersOf[T Record](r *Register) []T {
	var all []T
	for _, h := range r.others {
		if f, ok := h.(T); ok {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b T) int { return CompareIDs(a.Key().ID, b.Key().ID) })
	return all
}

// aside gives the settings and all other records that are no threats, in the
// order of Kinds and of their ids.
func (r *Register) aside() []Record {
	all := make([]Record, 0, len(r.others)+1)
	if s, ok := r.records[settingsKey]; ok {
		all = append(all, s.record)
	}
	for _, rec := range r.others {
		all = append(all, rec)
	}
	slices.SortFunc(all, func(a, b Record) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Kinds, a.Key().Kind), slices.Index(Kinds, b.Key().Kind)),
			CompareIDs(a.Key().ID, b.Key().ID))
	})
	return all
}

// All gives every record of every kind, threats last in the order of their ids:
// the order in which a register is hashed and exported.
func (r *Register) All() []Record {
	all := slices.Grow(r.aside(), len(r.threats))
	for _, t := range r.threats {
		all = append(all, t)
	}
	return all
}

// Only gives a register of these threats alone, judged as this one is, for
// showing or writing a part of it.
func (r *Register) Only(threats []*Threat) *Register {
	records := r.aside()
	if len(threats) < len(r.threats) {
		records = about(records, threats)
	}
	for _, t := range threats {
		records = append(records, t)
	}
	part := NewRegister()
	part.Load(records, make([]uint64, len(records)), r.next)
	return part
}

// about leaves of other records what has to do with some threats: one that names threats
// stays if it names one of them, and names no other then; evidence stays if one that stays
// names it. What names neither stays as it is.
func about(records []Record, threats []*Threat) []Record {
	shown := map[string]bool{}
	cited := map[string]bool{}
	for _, t := range threats {
		shown[t.ID] = true
		for _, word := range strings.FieldsFunc(t.Ownership.Evidence, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
			cited[word] = true
		}
	}
	var kept []Record
	for _, rec := range records {
		s, ok := rec.(*Sheet)
		if ok {
			if s = s.about(shown); s == nil {
				continue
			}
			for _, key := range s.Names() {
				cited[key.ID] = cited[key.ID] || key.Kind == KindEvidence
			}
			rec = s
		}
		kept = append(kept, rec)
	}
	return slices.DeleteFunc(kept, func(rec Record) bool {
		s, ok := rec.(*Sheet)
		return ok && s.Of == KindEvidence && !cited[s.ID]
	})
}

// about gives the sheet as it speaks of the shown threats alone; nil if it speaks of
// others only.
func (s *Sheet) about(shown map[string]bool) *Sheet {
	k, _ := SheetKindOf(s.Of)
	names, speaks := false, false
	cut := &Sheet{Of: s.Of, ID: s.ID, Values: maps.Clone(s.Values)}
	for _, f := range k.Fields {
		if f.Refers != KindThreat || s.Get(f.Name) == "" {
			continue
		}
		names = true
		ids := slices.DeleteFunc(s.List(f.Name), func(id string) bool { return !shown[id] })
		speaks = speaks || len(ids) > 0
		cut.Values[f.Name] = JoinList(ids, "; ")
	}
	switch {
	case !names:
		return s
	case !speaks:
		return nil
	}
	return cut
}

// Still gives a copy that stays as the register is now, to be read beside it. Records
// never change in place, so only the lists of them are copied.
func (r *Register) Still() *Register {
	still := NewRegister()
	still.threats, still.revisions = slices.Clone(r.threats), slices.Clone(r.revisions)
	still.records, still.others = maps.Clone(r.records), maps.Clone(r.others)
	still.next, still.version = r.next, r.version
	return still
}

// Apply takes over a change that is on disk, under the revision it got there.
// It costs the records touched, whatever the size of the register.
func (r *Register) Apply(c Change) {
	for _, t := range c.Touched {
		r.pass(t.Key)
		switch {
		case t.Key.Kind == KindThreat:
			r.place(t, c.Seq)
		case t.After == nil:
			delete(r.records, t.Key)
		default:
			r.records[t.Key] = held{t.After, c.Seq}
		}
		switch t.Key.Kind {
		case KindThreat:
		case KindSettings:
			r.asides = r.version + 1
		default:
			r.asides = r.version + 1
			was := r.others[t.Key]
			if r.others[t.Key] = t.After; t.After == nil {
				delete(r.others, t.Key)
			}
			if _, ok := SheetKindOf(t.Key.Kind); ok {
				r.links = nil
				r.sheets++
				r.regard(was)
				r.regard(t.After)
			}
		}
	}
	r.version++
}

// place puts the touched threat into the ordered list, or takes it out.
func (r *Register) place(t Touch, revision uint64) {
	i, found := r.find(t.Key.ID)
	after, _ := t.After.(*Threat)
	switch {
	case after == nil && found:
		r.threats, r.revisions = slices.Delete(r.threats, i, i+1), slices.Delete(r.revisions, i, i+1)
		r.trail.note(r.version+1, i, taken)
	case after == nil:
		return
	case found:
		r.threats[i], r.revisions[i] = after, revision
		r.trail.note(r.version+1, i, replaced)
	default:
		r.threats, r.revisions = slices.Insert(r.threats, i, after), slices.Insert(r.revisions, i, revision)
		r.trail.note(r.version+1, i, put)
	}
	if r.digests != nil {
		r.digest(i, after, found)
	}
}

// regard notes that a sheet which names threats came, went or says something else: what
// is worked out of a threat goes by the sheets that name it, and by no other sheet.
func (r *Register) regard(rec Record) {
	s, ok := rec.(*Sheet)
	if !ok || s == nil {
		return
	}
	for _, key := range s.Names() {
		if key.Kind != KindThreat {
			continue
		}
		if i, found := slices.BinarySearchFunc(r.threats, key.ID, byID); found {
			r.trail.note(r.version+1, i, regarded)
			if r.digests != nil {
				r.digests[i].owned.asked, r.digests[i].answered.asked = 0, 0
			}
		}
	}
}

// pass moves the counter beyond the number in a threat's key.
func (r *Register) pass(key Key) { r.next = beyond(r.next, key) }

// A number from outside may move the counter as far as farthest, and beyond
// that by step: after T-999999999999999999 there would be none left to give.
const (
	farthest = 1e12
	step     = 1 << 20
)

// beyond gives the counter once a key is in use: past its number, if that is
// not too far.
func beyond(next uint64, key Key) uint64 {
	if n, ok := ThreatNumber(key); ok && n >= next && (n < farthest || n-next < step) {
		return n + 1
	}
	return next
}

// ThreatNumber gives the n of a key "T-n"; other keys have none.
func ThreatNumber(key Key) (uint64, bool) {
	digits, ok := strings.CutPrefix(key.ID, "T-")
	if !ok || key.Kind != KindThreat || digits == "" || len(digits) > 18 {
		return 0, false
	}
	var n uint64
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, true
}

// ThreatID writes a number as an id: 7 is T-007, 12345 is T-12345.
func ThreatID(n uint64) string { return fmt.Sprintf("T-%03d", n) }

func compareThreats(a, b *Threat) int { return CompareIDs(a.ID, b.ID) }

// CompareIDs orders ids as people count: T-9 before T-10, and the number
// before the letter that follows it. Ids that differ only in leading zeros
// are ordered by their bytes, so the order is total.
func CompareIDs(a, b string) int {
	pa, da := splitNumber(a)
	pb, db := splitNumber(b)
	if c := cmp.Compare(pa, pb); c != 0 {
		return c
	}
	ta, tb := strings.TrimLeft(da, "0"), strings.TrimLeft(db, "0")
	if c := cmp.Compare(len(ta), len(tb)); c != 0 {
		return c
	}
	if c := cmp.Compare(ta, tb); c != 0 {
		return c
	}
	return cmp.Compare(a, b)
}

// splitNumber cuts an id into what stands before its last run of digits, and
// that run: only a run at the end counts.
func splitNumber(id string) (prefix, digits string) {
	i := len(id)
	for i > 0 && id[i-1] >= '0' && id[i-1] <= '9' {
		i--
	}
	return id[:i], id[i:]
}
