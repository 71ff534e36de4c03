// Package model is what parry knows about threats, with no file, terminal or
// network in it. Everything in the program is one of five nouns:
//
//   - Library: what others published; methods that rate a threat (method.go).
//   - Register: what the analysts decided: threats and the settings they are
//     judged by (register.go, threat.go, settings.go), under the field names
//     that JSON, CSV, filters and edits share (fields.go, lists.go).
//   - Edit → Change: one decision as a pure function, and what it did, before
//     and after (edit.go, edits.go). A file is one edit: merge.go, mergeothers.go for
//     what is no threat, mergeupdate.go for a file that comes again, foreign.go for
//     what it says and no field holds.
//   - Workspace: the register in one file. It lives in package store.
//   - View: heatmap.go, ownershipview.go, checks.go, filter.go: computed from
//     the register, never kept (digest.go makes that quick).
//
// What is no threat is a sheet (sheet.go): a record whose fields the table of its
// kind names (sheetkinds.go), and which may name threats and other sheets
// (links.go). What follows from them stands beside: control.go (targets),
// decision.go (what is taken and frozen), clock.go, policy.go and term.go (by when),
// incident.go, suggestion.go, recordrules.go, and handover.go, the list of all that
// stands. doubt.go says what looks wrong in a field, and refuses nothing.
//
// The one rule: nothing here changes a record in place. An edit makes new
// records; the register takes them only when they are safely on disk.
// The time and the user's name are handed in, never asked for.
package model
