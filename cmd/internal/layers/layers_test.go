package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/parley-sms/parley/"

// rooms lists the rooms from the ground up: each may import those before it, and itself.
func rooms() []string { return []string{"keywords", "fsm", "store", "bot", "handlers", "cmd"} }

// libraries tells where a library may be used: in which folders, or in which file alone.
func libraries() map[string][]string {
	return map[string][]string{
		"github.com/looplab/fsm":              {"fsm/machine.go"},
		"go.etcd.io/bbolt":                    {"store/boltstore/", "store/search/", "cmd/internal/"},
		"github.com/twilio/twilio-go":         {"bot/twilio/", "handlers/twilio/"},
		"github.com/gin-gonic/gin":            {"handlers/", "cmd/parley/routes.go", "cmd/internal/bench/rig.go"},
		"github.com/expr-lang/expr":           {"fsm/"},
		"github.com/goccy/go-yaml":            {"fsm/program/"},
		"github.com/fxamacker/cbor":           {"store/codec/"},
		"github.com/nyaruka/phonenumbers":     {"bot/where.go", "bot/contacts/"},
		"github.com/prometheus/client_golang": {"handlers/ops/"},
		"github.com/alecthomas/kong":          {"cmd/parley/"},
		"github.com/schollz/progressbar":      {"cmd/parley/"},
		"github.com/rogpeppe/go-internal":     {"cmd/parley/"},
		"github.com/google/go-cmp":            {"store/storetest/"}, // and tests
		"pgregory.net/rapid":                  {"store/storetest/", "fsm/program/programtest/"},
		"golang.org/x/crypto":                 {"bot/user/password.go"},
		"golang.org/x/time":                   {"handlers/visitor/", "handlers/join/"},
		"rsc.io/qr":                           {"handlers/join/"},
	}
}

// impure lists what the core may not import: the world outside, clocks, chance, and locks but for
// values that are made once.
func impure() []string {
	return []string{"net", "os", "io/ioutil", "database/sql", "log", "math/rand", "crypto/rand", "syscall", "testing/iotest"}
}

// source is one Go file.
type source struct {
	path string // from the module's root, with slashes
	*ast.File
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources parses every file of the module.
func sources(t *testing.T, mode parser.Mode) []source {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	var list []source
	err := filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && strings.HasPrefix(e.Name(), ".") && e.Name() != ".." {
			return fs.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, mode)
		list = append(list, source{filepath.ToSlash(rel), parsed})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// imports lists what a file imports.
func (s source) imports() []string {
	var list []string
	for _, i := range s.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err == nil {
			list = append(list, name)
		}
	}
	return list
}

// Ensure imports point one way: cmd, handlers, bot, store, fsm, keywords.
func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t, parser.ImportsOnly) {
		from := slices.Index(rooms(), strings.SplitN(s.path, "/", 2)[0])
		if from < 0 {
			t.Errorf("%s lies in no room", s.path)
		}
		for _, name := range s.imports() {
			inner, ours := strings.CutPrefix(name, module)
			if !ours || s.test() {
				continue
			}
			if strings.HasPrefix(inner, "store/storetest") && !strings.HasPrefix(s.path, "store/storetest/") {
				t.Errorf("%s imports the conformance suite into the product", s.path)
			}
			if to := slices.Index(rooms(), strings.SplitN(inner, "/", 2)[0]); to > from {
				t.Errorf("%s imports %s, which lies above it", s.path, inner)
			}
		}
	}
}

// Ensure each library is used where it belongs, and none that is not listed.
func TestLibrariesStayInTheirRooms(t *testing.T) {
	for _, s := range sources(t, parser.ImportsOnly) {
		for _, name := range s.imports() {
			if !strings.Contains(strings.SplitN(name, "/", 2)[0], ".") || strings.HasPrefix(name, module) || s.test() {
				continue
			}
			if strings.HasPrefix(name, "golang.org/x/text") {
				continue // tables of facts, as the standard library's
			}
			if !allowed(name, s.path) {
				t.Errorf("%s imports %s, which is not for it", s.path, name)
			}
		}
	}
}

func allowed(name, file string) bool {
	for library, where := range libraries() {
		if name == library || strings.HasPrefix(name, library+"/") {
			return slices.ContainsFunc(where, func(w string) bool { return file == w || strings.HasSuffix(w, "/") && strings.HasPrefix(file, w) })
		}
	}
	return false
}

// Ensure the core is pure: no world outside, no clock, no chance, no goroutines.
func TestTheCoreIsPure(t *testing.T) {
	for _, s := range sources(t, 0) {
		room := strings.SplitN(s.path, "/", 2)[0]
		if s.test() || room != "fsm" && room != "keywords" {
			continue
		}
		for _, name := range s.imports() {
			for _, bad := range impure() {
				if name == bad || strings.HasPrefix(name, bad+"/") {
					t.Errorf("%s imports %s", s.path, name)
				}
			}
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine", s.path)
			case *ast.SelectorExpr:
				if pkg, ok := x.X.(*ast.Ident); ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Sleep"}, x.Sel.Name) {
					t.Errorf("%s asks the clock: time.%s", s.path, x.Sel.Name)
				}
			}
			return true
		})
	}
}

// Ensure every package tells its story where it is looked for.
func TestEveryPackageHasADoc(t *testing.T) {
	docs := map[string]bool{}
	for _, s := range sources(t, parser.ParseComments) {
		if s.test() {
			continue
		}
		dir := path.Dir(s.path)
		docs[dir] = docs[dir] || s.Doc != nil
	}
	for dir, has := range docs {
		if !has {
			t.Errorf("package %s has no doc comment", dir)
		}
	}
}

// Ensure a stranger finds every folder with code in the picture of the rooms.
func TestRoomsAreTold(t *testing.T) {
	told, err := os.ReadFile(filepath.FromSlash("../../../docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range sources(t, parser.ImportsOnly) {
		room := path.Dir(s.path)
		if !seen[room] && !strings.Contains(string(told), "`"+room+"`") {
			t.Errorf("docs/architecture.md does not say what %s is", room)
		}
		seen[room] = true
	}
}
