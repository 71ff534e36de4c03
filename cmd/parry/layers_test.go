package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// The rules of the house, checked on its source. The files are read here and
// not by another program, so that the test cache knows them: a rule that asks
// `go list` alone is answered from the cache after a fault was planted.

// houseRoot is the repository, seen from this package.
const houseRoot = "../.."

// A goFile is one Go file: its imports and comments, and where rules look
// deeper (model and ui) all of it.
type goFile struct {
	path, dir string
	test      bool
	file      *ast.File
	imports   []string
}

// A house is the repository as the rules see it.
type house struct {
	fsys  fs.FS
	files []goFile
}

// readHouse reads every Go file outside testdata and dot-folders.
func readHouse(fsys fs.FS) (house, error) {
	h := house{fsys: fsys}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		src, err := readGoFile(fsys, name)
		h.files = append(h.files, src)
		return err
	})
	return h, err
}

func readGoFile(fsys fs.FS, name string) (goFile, error) {
	src := goFile{path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go")}
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return src, err
	}
	mode := parser.ParseComments | parser.SkipObjectResolution
	if liesIn(name, "cmd") || liesIn(name, "store") || liesIn(name, "frameworks") {
		mode |= parser.ImportsOnly
	}
	src.file, err = parser.ParseFile(token.NewFileSet(), name, text, mode)
	if err != nil {
		return src, err
	}
	for _, spec := range src.file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return src, err
		}
		src.imports = append(src.imports, p)
	}
	return src, nil
}

// liesIn says whether a file or folder lies in a folder, or is it.
func liesIn(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// ourFolder gives the folder an import of this module stands for.
func ourFolder(imported string) (folder string, ok bool) {
	return strings.CutPrefix(imported, "parry/")
}

// layerOf gives the first part of a path: the layer a folder belongs to.
func layerOf(folder string) string {
	first, _, _ := strings.Cut(folder, "/")
	return first
}

// A houseRule gives one sentence for each place that breaks it.
type houseRule struct {
	name  string
	check func(house) []string
}

var houseRules = []houseRule{
	{"imports point down", importsPointDown},
	{"the model is pure", modelIsPure},
	{"parts of one kind keep apart", partsKeepApart},
	{"one file calls bbolt", oneFileCallsBolt},
	{"one folder names colours", oneFolderNamesColours},
	{"every package says what it is", packagesSayWhatTheyAre},
	{"the top level is short", topLevelIsShort},
}

// mayImport is the drawing of the layers. A layer may always import itself,
// but the model is one package and has nothing of ours to import.
var mayImport = map[string][]string{
	"model":      {},
	"frameworks": {"frameworks", "model"},
	"store":      {"store", "model"},
	"ui":         {"ui", "store", "model"},
	"cmd":        {"cmd", "ui", "store", "frameworks", "model"},
}

func importsPointDown(h house) (broken []string) {
	for _, src := range h.files {
		layer := layerOf(src.dir)
		for _, imported := range src.imports {
			folder, ok := ourFolder(imported)
			if !ok || slices.Contains(mayImport[layer], layerOf(folder)) || testMayImport(src, folder) {
				continue
			}
			broken = append(broken, fmt.Sprintf("%s imports %s; %s may import %v", src.path, imported, layer, mayImport[layer]))
		}
	}
	return broken
}

// testMayImport lists what tests may do and the program may not: an external
// test imports the package it tests, a test of the screens fetches the
// library that cmd would hand them, and any test may ask package trial how much
// to try, which has nothing of ours to import.
func testMayImport(src goFile, folder string) bool {
	return src.test && (folder == src.dir || folder == "store/trial" || layerOf(src.dir) == "ui" && liesIn(folder, "frameworks"))
}

// purePackages is what the model may take from the standard library: nothing that
// reaches a file, a network, a terminal, a clock or chance.
var purePackages = strings.Fields(`
	bufio bytes cmp container/heap container/list crypto/sha256
	encoding encoding/base32 encoding/base64 encoding/binary encoding/csv encoding/hex encoding/json
	errors fmt hash hash/crc32 hash/fnv io iter maps math math/big math/bits reflect regexp regexp/syntax
	slices sort strconv strings time unicode unicode/utf16 unicode/utf8`)

// impureCalls names the calls that pure packages offer and the model may not make:
// it is handed the time, and prints nothing.
var impureCalls = map[string][]string{
	"time": strings.Fields("Now Since Until Sleep After AfterFunc Tick NewTicker NewTimer Local LoadLocation"),
	"fmt":  strings.Fields("Print Printf Println Scan Scanf Scanln"),
}

func modelIsPure(h house) (broken []string) {
	for _, src := range h.files {
		if src.test || !liesIn(src.dir, "model") {
			continue
		}
		for _, imported := range src.imports {
			if _, own := ourFolder(imported); !own && !slices.Contains(purePackages, imported) {
				broken = append(broken, fmt.Sprintf("%s imports %s, which is not on the list of pure packages", src.path, imported))
			}
		}
		for pkg, name := range usesIn(src.file) {
			if slices.Contains(impureCalls[pkg], name) {
				broken = append(broken, fmt.Sprintf("%s uses %s.%s; the model is handed the time and prints nothing", src.path, pkg, name))
			}
		}
	}
	return broken
}

// usesIn yields every pkg.Name in a file, with the import path for pkg.
func usesIn(file *ast.File) iter.Seq2[string, string] {
	paths := make(map[string]string)
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		paths[localName(spec, imported)] = imported
	}
	return func(yield func(pkg, name string) bool) {
		for n := range ast.Preorder(file) {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				continue
			}
			id, ok := sel.X.(*ast.Ident)
			if ok && paths[id.Name] != "" && !yield(paths[id.Name], sel.Sel.Name) {
				return
			}
		}
	}
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// localName gives the name by which a file knows an import.
func localName(spec *ast.ImportSpec, imported string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	if majorVersion.MatchString(path.Base(imported)) {
		imported = path.Dir(imported)
	}
	return path.Base(imported)
}

// partKinds are the folders whose sub-folders are parts of one kind.
var partKinds = []string{"ui/screens", "frameworks/methods", "frameworks/catalogues", "store/formats", "store/editions"}

// partOf gives the kind a folder belongs to and its name in it.
func partOf(folder string) (kind, name string) {
	for _, kind := range partKinds {
		if rest, ok := strings.CutPrefix(folder, kind+"/"); ok {
			return kind, layerOf(rest)
		}
	}
	return "", ""
}

func partsKeepApart(h house) (broken []string) {
	for _, src := range h.files {
		kind, name := partOf(src.dir)
		for _, imported := range src.imports {
			folder, _ := ourFolder(imported)
			if k, other := partOf(folder); kind != "" && k == kind && other != name {
				broken = append(broken, fmt.Sprintf("%s imports %s; parts of %s do not know each other", src.path, imported, kind))
			}
		}
	}
	return broken
}

func oneFileCallsBolt(h house) (broken []string) {
	for _, src := range h.files {
		if src.test || src.path == "store/bolt.go" {
			continue
		}
		for _, imported := range src.imports {
			if liesIn(imported, "go.etcd.io/bbolt") {
				broken = append(broken, src.path+" imports bbolt; only store/bolt.go does")
			}
		}
	}
	return broken
}

var hexColour = regexp.MustCompile(`#[0-9a-fA-F]{6}\b`)

// colourNames are the ways to name a colour in the packages that have them.
var colourNames = map[string][]string{
	"charm.land/lipgloss/v2": strings.Fields(`Color ANSIColor RGBColor Complete
		Black Red Green Yellow Blue Magenta Cyan White BrightBlack BrightRed BrightGreen
		BrightYellow BrightBlue BrightMagenta BrightCyan BrightWhite`),
	"image/color": strings.Fields("RGBA RGBA64 NRGBA NRGBA64 Gray Gray16 CMYK YCbCr Black White"),
}

func oneFolderNamesColours(h house) (broken []string) {
	for _, src := range h.files {
		if src.test || !liesIn(src.dir, "ui") || liesIn(src.dir, "ui/theme") {
			continue
		}
		for n := range ast.Preorder(src.file) {
			if lit, ok := n.(*ast.BasicLit); ok && hexColour.MatchString(lit.Value) {
				broken = append(broken, fmt.Sprintf("%s names the colour %s; only ui/theme does", src.path, lit.Value))
			}
		}
		for pkg, name := range usesIn(src.file) {
			if slices.Contains(colourNames[pkg], name) {
				broken = append(broken, fmt.Sprintf("%s names a colour with %s.%s; only ui/theme does", src.path, pkg, name))
			}
		}
	}
	return broken
}

func packagesSayWhatTheyAre(h house) (broken []string) {
	said := make(map[string]bool)
	for _, src := range h.files {
		if src.test {
			continue
		}
		doc, name := strings.TrimSpace(src.file.Doc.Text()), src.file.Name.Name
		said[src.dir] = said[src.dir] || strings.HasPrefix(doc, "Package "+name+" ") || name == "main" && doc != ""
	}
	for dir, ok := range said {
		if !ok {
			broken = append(broken, dir+" has no package comment that says what is in it")
		}
	}
	return broken
}

// atTop is all that may lie at the top, besides dot-files.
var atTop = strings.Fields("cmd ui model store frameworks go.mod go.sum README.md Makefile")

func topLevelIsShort(h house) (broken []string) {
	entries, err := fs.ReadDir(h.fsys, ".")
	if err != nil {
		return []string{err.Error()}
	}
	for _, e := range entries {
		built := e.Name() == "bin" && gitIgnores(h.fsys, "/bin/")
		if !built && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(atTop, e.Name()) {
			broken = append(broken, fmt.Sprintf("%s lies at the top; there belong %v", e.Name(), atTop))
		}
	}
	return broken
}

// gitIgnores says whether .gitignore has this line.
func gitIgnores(fsys fs.FS, line string) bool {
	text, err := fs.ReadFile(fsys, ".gitignore")
	return err == nil && slices.Contains(strings.Split(string(text), "\n"), line)
}

// partLists are the files that name every part of a kind.
var partLists = []struct{ file, folder string }{
	{"ui/screens.go", "ui/screens"},
	{"frameworks/frameworks.go", "frameworks/methods"},
	{"frameworks/frameworks.go", "frameworks/catalogues"},
	{"store/formats/formats.go", "store/formats"},
	{"store/editions/editions.go", "store/editions"},
}

// listMatches compares the imports of a list with the packages in a folder.
// An import without a package does not compile, so only the other way is left.
func listMatches(h house, list, folder string) (missing []string) {
	i := slices.IndexFunc(h.files, func(src goFile) bool { return src.path == list })
	for _, src := range h.files {
		if !src.test && path.Dir(src.dir) == folder && !slices.Contains(h.files[i].imports, "parry/"+src.dir) {
			missing = append(missing, list+" does not name "+src.dir)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// The source keeps every rule of the house.
func TestHouse(t *testing.T) {
	h, err := readHouse(os.DirFS(houseRoot))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range houseRules {
		t.Run(r.name, func(t *testing.T) { complain(t, r.check(h)) })
	}
}

// Each list of parts names every part there is on disk.
func TestListsMatchFolders(t *testing.T) {
	h, err := readHouse(os.DirFS(houseRoot))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range partLists {
		t.Run(list.folder, func(t *testing.T) {
			complain(t, listMatches(h, list.file, list.folder))
		})
	}
}

func complain(t *testing.T, broken []string) {
	t.Helper()
	slices.Sort(broken)
	for _, sentence := range broken {
		t.Error(sentence)
	}
}

// soundHouse is a small house that keeps every rule, and comes near to breaking each.
var soundHouse = map[string]string{
	".gitignore":        "/bin/\n",
	"go.mod":            "module parry\n",
	"bin/parry":         "",
	"cmd/parry/main.go": `/* Parry keeps a register. */ package main; import (_ "os"; _ "parry/ui"; _ "parry/frameworks")`,

	"model/doc.go":        `/* Package model holds the nouns. */ package model; import "time"; func f(t time.Time) bool { return t.IsZero() }`,
	"model/level.go":      `package model; import "fmt"; func g() string { return fmt.Sprint(1) }`,
	"model/level_test.go": `package model_test; import (_ "os"; _ "parry/model")`,

	"store/bolt.go":                    `/* Package store keeps. */ package store; import (_ "go.etcd.io/bbolt"; _ "parry/model")`,
	"store/bolt_test.go":               `package store; import _ "go.etcd.io/bbolt"`,
	"store/formats/formats.go":         `/* Package formats lists. */ package formats; import _ "parry/store/formats/otm"`,
	"store/formats/otm/otm.go":         `/* Package otm reads. */ package otm; import _ "parry/store/formats/otm/inner"`,
	"store/editions/editions.go":       `/* Package editions lists. */ package editions`,
	"store/formats/otm/inner/inner.go": `/* Package inner helps. */ package inner`,

	"frameworks/frameworks.go":              `/* Package frameworks lists. */ package frameworks; import (_ "parry/frameworks/methods/dread"; _ "parry/frameworks/catalogues/iso")`,
	"frameworks/methods/dread/dread.go":     `/* Package dread rates. */ package dread; import _ "parry/model"`,
	"frameworks/catalogues/iso/iso.go":      `/* Package iso lists. */ package iso; import _ "parry/model"`,
	"frameworks/catalogues/iso/doc_test.go": `package iso; import _ "parry/model"`,

	"ui/screens.go":                         `/* Package ui draws. */ package ui; import _ "parry/ui/screens/heatmap"; const id = "#12345"`,
	"ui/screens/heatmap/heatmap.go":         `/* Package heatmap draws. */ package heatmap; import ("parry/ui/theme"; "image/color"); var c color.Color = theme.Color(1)`,
	"ui/screens/heatmap/heatmap_test.go":    `package heatmap; import _ "parry/frameworks"; const red = "#ff0000"`,
	"ui/screens/heatmap/testdata/broken.go": `not Go at all`,
	"ui/theme/theme.go":                     `/* Package theme names colours. */ package theme; import "charm.land/lipgloss/v2"; var low = lipgloss.Color("#364B9A")`,
}

// plantFault gives the sound house with one more file, or another in its place.
func plantFault(t *testing.T, name, text string) house {
	t.Helper()
	files := maps.Clone(soundHouse)
	files[name] = text
	fsys := make(fstest.MapFS)
	for name, text := range files {
		// A package comment ends on the line above; here both fit on one.
		fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "*/ ", "*/\n"))}
	}
	h, err := readHouse(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A house that keeps the rules is left in peace, so the rules can be lived with.
func TestRulesAcceptASoundHouse(t *testing.T) {
	h := plantFault(t, ".ci/run", "")
	for _, r := range houseRules {
		complain(t, r.check(h))
	}
	for _, list := range partLists {
		complain(t, listMatches(h, list.file, list.folder))
	}
}

// plantedFaults are the ways to break each rule, one at a time: the file that does it
// and the sentence that must be said.
var plantedFaults = []struct{ rule, file, text, says string }{
	{"imports point down", "model/x.go", `package model; import _ "parry/frameworks"`, "model/x.go imports parry/frameworks"},
	{"imports point down", "model/x.go", `package model; import _ "parry/model/inner"`, "model/x.go imports parry/model/inner"},
	{"imports point down", "model/x_test.go", `package model; import _ "parry/store"`, "model/x_test.go imports parry/store"},
	{"imports point down", "store/x.go", `package store; import _ "parry/frameworks"`, "store/x.go imports parry/frameworks"},
	{"imports point down", "store/formats/otm/x.go", `package otm; import _ "parry/ui/theme"`, "otm/x.go imports parry/ui/theme"},
	{"imports point down", "frameworks/x.go", `package frameworks; import _ "parry/store"`, "frameworks/x.go imports parry/store"},
	{"imports point down", "ui/x.go", `package ui; import _ "parry/frameworks"`, "ui/x.go imports parry/frameworks"},
	{"imports point down", "ui/x.go", `package ui; import _ "parry/cmd/parry"`, "ui/x.go imports parry/cmd/parry"},
	{"imports point down", "tools/x.go", `package tools; import _ "parry/model"`, "tools/x.go imports parry/model"},

	{"the model is pure", "model/x.go", `package model; import _ "os"`, "imports os,"},
	{"the model is pure", "model/x.go", `package model; import _ "io/fs"`, "imports io/fs,"},
	{"the model is pure", "model/x.go", `package model; import _ "github.com/a/b"`, "imports github.com/a/b,"},
	{"the model is pure", "model/x.go", `package model; import clock "time"; var now = clock.Now`, "uses time.Now"},
	{"the model is pure", "model/x.go", `package model; import "fmt"; func h() { fmt.Println() }`, "uses fmt.Println"},

	{"parts of one kind keep apart", "ui/screens/help/x.go", `package help; import _ "parry/ui/screens/heatmap"`, "imports parry/ui/screens/heatmap"},
	{"parts of one kind keep apart", "frameworks/methods/ssvc/x.go", `package ssvc; import _ "parry/frameworks/methods/dread"`, "imports parry/frameworks/methods/dread"},
	{"parts of one kind keep apart", "frameworks/catalogues/bsi/x_test.go", `package bsi; import _ "parry/frameworks/catalogues/iso"`, "imports parry/frameworks/catalogues/iso"},
	{"parts of one kind keep apart", "store/formats/csv/x.go", `package csv; import _ "parry/store/formats/otm/inner"`, "imports parry/store/formats/otm/inner"},

	{"one file calls bbolt", "store/backup.go", `package store; import _ "go.etcd.io/bbolt"`, "store/backup.go imports bbolt"},
	{"one file calls bbolt", "cmd/parry/x.go", `package main; import _ "go.etcd.io/bbolt/errors"`, "cmd/parry/x.go imports bbolt"},

	{"one folder names colours", "ui/x.go", "package ui; const red = `color: #A50026;`", "names the colour"},
	{"one folder names colours", "ui/x.go", `package ui; import "charm.land/lipgloss/v2"; var red = lipgloss.Color("1")`, "lipgloss/v2.Color"},
	{"one folder names colours", "ui/x.go", `package ui; import lg "charm.land/lipgloss/v2"; var red = lg.BrightRed`, "lipgloss/v2.BrightRed"},
	{"one folder names colours", "ui/x.go", `package ui; import "image/color"; var red = color.RGBA{R: 255}`, "image/color.RGBA"},

	{"every package says what it is", "ui/plain/plain.go", `package plain`, "ui/plain has no package comment"},
	{"every package says what it is", "ui/plain/plain.go", `/* Licence: none. */ package plain`, "ui/plain has no package comment"},
	{"every package says what it is", "cmd/parry/main.go", `package main`, "cmd/parry has no package comment"},

	{"the top level is short", "util/util.go", `package util`, "util lies at the top"},
	{"the top level is short", "NOTES.md", ``, "NOTES.md lies at the top"},
	{"the top level is short", ".gitignore", ``, "bin lies at the top"},
}

// Each rule finds each planted fault, says where it is, and finds nothing else.
func TestRulesFindPlantedFaults(t *testing.T) {
	for _, r := range houseRules {
		planted := 0
		for _, f := range plantedFaults {
			if f.rule != r.name {
				continue
			}
			planted++
			broken := r.check(plantFault(t, f.file, f.text))
			if len(broken) != 1 || !strings.Contains(broken[0], f.says) {
				t.Errorf("%s: %s with %q: got %q, want one sentence with %q", r.name, f.file, f.text, broken, f.says)
			}
		}
		if planted == 0 {
			t.Errorf("no fault is planted for %q", r.name)
		}
	}
}

// A part that lies in a folder and not in its list is found, in every list.
func TestListsFindAForgottenPart(t *testing.T) {
	for _, list := range partLists {
		name := list.folder + "/lost"
		missing := listMatches(plantFault(t, name+"/lost.go", "package lost"), list.file, list.folder)
		if want := []string{list.file + " does not name " + name}; !slices.Equal(missing, want) {
			t.Errorf("got %q, want %q", missing, want)
		}
	}
}

// talkingPackages are the packages of which none may be linked.
var talkingPackages = []string{"net", "net/http", "crypto/tls"}

// typeOfAddress is the one import of net we cannot be rid of: on Windows the
// library under every terminal program takes the type of an address from it.
const typeOfAddress = "golang.org/x/sys/windows imports net"

// linkedImports lists who imports what in all that a program is made of on one system.
func linkedImports(dir, program, goos string) ([]string, error) {
	const each = `{{$p := .ImportPath}}{{range .Imports}}{{$p}} imports {{.}}{{"\n"}}{{end}}`
	cmd := exec.Command("go", "list", "-deps", "-f", each, program)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	if goos != runtime.GOOS {
		cmd.Env = append(cmd.Env, "GOPROXY=off") // what only other systems need is not fetched for this test
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", strings.Join(cmd.Args, " "), err, &errs)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n"), nil
}

// talkingImports gives the imports by which a program could talk to a network.
func talkingImports(imports []string) (found []string) {
	for _, line := range imports {
		_, imported, _ := strings.Cut(line, " imports ")
		if slices.Contains(talkingPackages, imported) && line != typeOfAddress {
			found = append(found, line)
		}
	}
	return found
}

// The program cannot talk to a network on any system: it links nothing that could.
func TestNothingLinkedTalks(t *testing.T) {
	h, err := readHouse(os.DirFS(houseRoot)) // so that the test cache sees every import
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if _, err := fs.ReadFile(h.fsys, name); err != nil {
			t.Fatal(err)
		}
	}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		t.Run(goos, func(t *testing.T) {
			imports, err := linkedImports(houseRoot, "./cmd/parry", goos)
			if err != nil && goos != runtime.GOOS {
				t.Skip("the libraries for this system are not all here (go mod download fetches them):", err)
			}
			if err != nil || !slices.Contains(imports, "parry/cmd/parry imports os") {
				t.Fatal("no list of what the program is made of:", err)
			}
			complain(t, talkingImports(imports))
		})
	}
}

// A program that does talk is found, however deep the import lies.
func TestTalkIsFound(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"go.mod":     "module planted\n\ngo 1.26\n",
		"main.go":    "package main\n\nimport _ \"planted/deep\"\n\nfunc main() {}\n",
		"deep/in.go": "package deep\n\nimport _ \"net/smtp\"\n",
	}
	if err := os.Mkdir(dir+"/deep", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	imports, err := linkedImports(dir, ".", runtime.GOOS)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"net/smtp imports net", "net/smtp imports crypto/tls"} {
		if !slices.Contains(talkingImports(imports), line) {
			t.Errorf("%q was not found", line)
		}
	}
}
