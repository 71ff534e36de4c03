// Package model is what parry knows about threats, with no file, terminal or
// network in it. Everything in the program is one of five nouns:
//
//   - Library: what others published; methods that rate a threat (method.go).
//   - Register: what the analysts decided: threats and the settings they are
//     judged by (register.go, threat.go, settings.go), under the field names
//     that JSON, CSV, filters and edits share (fields.go, lists.go).
//   - Edit → Change: one decision as a pure function, and what it did, before
//     and after (edit.go, edits.go, merge.go).
//   - Workspace: the register in one file. It lives in package store.
//   - View: heatmap.go, ownershipview.go, checks.go, filter.go: computed from
//     the register, never kept (digest.go makes that quick).
//
// The one rule: nothing here changes a record in place. An edit makes new
// records; the register takes them only when they are safely on disk.
// The time and the user's name are handed in, never asked for.
package model
