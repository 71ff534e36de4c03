// Package frameworks is the library: what others published, as parry ships it.
// It is read only and needs no network.
//
//   - methods/<name>/: one published way to rate a threat each, with its
//     tables and a SOURCE.md: where from, which version, which licence.
//   - catalogues/<name>/: one published list each, as facts, with a SOURCE.md.
//   - decisiontable/, cvss/, plainjson/: what several methods are made with;
//     factsheet/: how a catalogue is kept.
//   - own.go: methods that a register brings itself, from imported files;
//     editions.go: catalogues that it does.
//
// To add a method or a catalogue, make its folder and name it here: an import and
// a line in the list. The promises that each keeps stand in frameworks_test.go and
// catalogues_test.go. Parts of one kind never import each other.
package frameworks

import (
	"slices"
	"sync"

	"parry/frameworks/catalogues/aicm"
	"parry/frameworks/catalogues/atlas"
	"parry/frameworks/catalogues/bsi"
	"parry/frameworks/catalogues/euaiact"
	"parry/frameworks/catalogues/iso"
	"parry/frameworks/catalogues/nistai"
	"parry/frameworks/catalogues/owaspasi"
	"parry/frameworks/catalogues/owaspllm"
	"parry/frameworks/catalogues/stride"
	"parry/frameworks/methods/bod2604"
	"parry/frameworks/methods/cvss31"
	"parry/frameworks/methods/cvss4"
	"parry/frameworks/methods/dread"
	"parry/frameworks/methods/matrix"
	"parry/frameworks/methods/nist80030"
	"parry/frameworks/methods/owasprr"
	"parry/frameworks/methods/ssvc"
	"parry/model"
)

// Library is everything, in the order it is offered; the first method is the
// one a new register starts with. It is put together once, when it is first
// asked for, and shared: nobody changes a method.
func Library() model.Library { return shipped() }

var shipped = sync.OnceValue(func() model.Library {
	return model.Library{
		Methods: slices.Concat(
			[]model.Method{
				nist80030.Method(),
				owasprr.Method(),
				bod2604.Method(),
			},
			ssvc.Methods(),
			[]model.Method{
				cvss4.Method(),
				cvss31.Method(),
				matrix.Method(),
				dread.Method(),
			},
		),
		Catalogues: catalogues,
	}
})

// catalogues are read when one is first asked for: to rate a threat takes none, and they are
// the larger part of the library.
var catalogues = sync.OnceValue(func() []model.Catalogue {
	return []model.Catalogue{
		aicm.Catalogue(),
		atlas.Catalogue(),
		owaspllm.Catalogue(),
		owaspasi.Catalogue(),
		stride.Catalogue(),
		nistai.Catalogue(),
		euaiact.Catalogue(),
		iso.Catalogue(),
		bsi.Catalogue(),
	}
})
