package main

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A target is one function of the tests of a folder.
type target struct{ dir, name string }

func (t target) String() string { return t.dir + " " + t.name }

// targets are what is found in a tree.
type targets struct {
	fuzz   []target
	trials []target // tests that ask package trial, themselves or by a function of their package
}

// find reads the tests of every folder but testdata and those whose names begin with a dot.
func find(tree fs.FS) (found targets, err error) {
	folders := map[string][]*ast.FuncDecl{}
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && f.Recv == nil {
				folders[path.Dir(name)] = append(folders[path.Dir(name)], f)
			}
		}
		return nil
	})
	for dir, functions := range folders {
		throws := throwing(functions)
		for _, f := range functions {
			switch name := f.Name.Name; {
			case strings.HasPrefix(name, "Fuzz"):
				found.fuzz = append(found.fuzz, target{dir, name})
			case strings.HasPrefix(name, "Test") && name != "TestMain" && throws[name]:
				found.trials = append(found.trials, target{dir, name})
			}
		}
	}
	for _, list := range [][]target{found.fuzz, found.trials} {
		slices.SortFunc(list, func(a, b target) int { return cmp.Or(cmp.Compare(a.dir, b.dir), cmp.Compare(a.name, b.name)) })
	}
	return found, err
}

// throwing names the functions of a package that ask package trial for less with the race
// detector, or call one that does.
func throwing(functions []*ast.FuncDecl) map[string]bool {
	calls, throws := map[string][]string{}, map[string]bool{}
	for _, f := range functions {
		name := f.Name.Name
		ast.Inspect(f.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch to := call.Fun.(type) {
			case *ast.Ident:
				calls[name] = append(calls[name], to.Name)
			case *ast.SelectorExpr:
				if of, ok := to.X.(*ast.Ident); ok && of.Name == "trial" && asksForLess(to.Sel.Name, call.Args) {
					throws[name] = true
				}
			}
			return true
		})
	}
	for more := true; more; {
		more = false
		for name, to := range calls {
			if !throws[name] && slices.ContainsFunc(to, func(one string) bool { return throws[one] }) {
				throws[name], more = true, true
			}
		}
	}
	return throws
}

// asksForLess says whether a call of package trial has another answer with the race
// detector: of one trial Each does one with it too.
func asksForLess(name string, args []ast.Expr) bool {
	if name == "Each" && len(args) > 2 {
		usual, ok := args[2].(*ast.BasicLit)
		return !ok || usual.Value != "1"
	}
	return slices.Contains([]string{"Each", "Of", "Raced", "Checks"}, name)
}
