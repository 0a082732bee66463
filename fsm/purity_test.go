package fsm

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pure lists all that the package may import.
var pure = []string{
	"bytes", "cmp", "iter", "crypto/hmac", "crypto/sha256", "encoding/hex", "unicode", "golang.org/x/text/currency", "github.com/parley-sms/parley/fsm/liquid", "encoding/binary", "errors", "fmt", "maps", "math", "math/bits", "regexp", "slices", "strconv",
	"strings", "sync", "time", "unicode/utf8", "context",
	"github.com/expr-lang/expr", "github.com/expr-lang/expr/ast", "github.com/expr-lang/expr/file", "github.com/expr-lang/expr/types", "github.com/expr-lang/expr/vm", "github.com/looplab/fsm",
	"github.com/parley-sms/parley/fsm/quiet", "github.com/parley-sms/parley/fsm/segment", "github.com/parley-sms/parley/fsm/spelling", "github.com/parley-sms/parley/keywords",
}

// impure lists what even allowed packages must not be asked for.
var impure = map[string][]string{
	"time":    {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local"},
	"context": {"WithCancel", "WithTimeout", "WithDeadline"},
	"fmt":     {"Print", "Printf", "Println", "Scan", "Scanln"},
}

// sources reads the package's files, tests left out.
func sources(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[file] = string(b)
	}
	return out
}

// Ensure that the core does no I/O, reads no clock, draws no random numbers and starts no goroutine,
// and that only machine.go knows the state machine's library.
func TestPurity(t *testing.T) {
	for file, source := range sources(t) {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range tree.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if !slices.Contains(pure, path) {
				t.Errorf("%s imports %s", file, path)
			}
			if path == "github.com/looplab/fsm" && file != "machine.go" {
				t.Errorf("%s imports the state machine's library", file)
			}
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt:
				t.Errorf("%s: goroutines and channels", set.Position(n.Pos()))
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && slices.Contains(impure[pkg.Name], n.Sel.Name) {
					t.Errorf("%s: %s.%s", set.Position(n.Pos()), pkg.Name, n.Sel.Name)
				}
			}
			return true
		})
	}
}

// Ensure that conditions and texts know no clock, nothing of random order, no loops, and no name that
// the program does not declare.
func TestCompileRefusesAmbientAndUnknown(t *testing.T) {
	for _, condition := range []string{
		"now().Hour() > 3", "len(keys(event)) > 0", "values(event)[0] == 1", "len(toPairs(event)) > 1", "intrest == 'makeup'",
		"orders.cuont > 1", "run.kye == ''", "arm.nosplit == 'a'", "interest", "interest > 3", "1 +", "os.Exit(1)",
	} {
		def := shop()
		def.Workflows[0].Steps[1].If = condition
		if _, err := Compile(def, "r"); err == nil {
			t.Errorf("the condition %q was accepted", condition)
		}
	}
	for _, text := range []string{
		`{{ "now" | date: "%H" }}`, `{{ 'now' | date }}`, "{{ now }}", "{% for x in orders %}x{% endfor %}", "{{ intrest }}",
		"{{ orders.cuont }}", "{{ brand.name }}", "{% if intrest == 'x' %}a{% endif %}", "{{ interest | default: intrest }}",
		"{% assign x = 1 %}", "{% include 'x' %}", "{{ interest | shuffle }}", "{{ interest", "{% if interest %}",
		"{% increment x %}", "{%- raw -%}{%- endraw -%}", "{{ interest | map: 'x' }}",
	} {
		def := shop()
		def.Workflows[0].Steps[1].Texts = say(text)
		if _, err := Compile(def, "r"); err == nil {
			t.Errorf("the text %q was accepted", text)
		}
	}
}

// Ensure that what a marketer may well write is accepted.
func TestCompileAccepts(t *testing.T) {
	for _, condition := range []string{"orders.count == 0", "interest == 'makeup' and rating > 3", "event.again", "last.purchase.value > 10", "language == 'es'", "run.key != ''", "interest in ['a', 'b']"} {
		def := shop()
		def.Workflows[0].Steps[1].If = condition
		if _, err := Compile(def, "r"); err != nil {
			t.Errorf("the condition %q: %v", condition, err)
		}
	}
	for _, text := range []string{
		"Hi {{ interest | default: \"there, it's now\" }}!", "{% if orders.count > 1 and interest contains 'x' %}Again {{ interest }}{% else %}First{% endif %}",
		"{% unless event.again %}Hello{% endunless %}", "{{ interest | truncate: 10 | upcase | default: 'x' }}", "{%- unless interest -%} a {%- else -%} {{ interest }} {%- endunless -%}", "100% | fine {x}",
	} {
		def := shop()
		def.Workflows[0].Steps[1].Texts = say(text)
		if _, err := Compile(def, "r"); err != nil {
			t.Errorf("the text %q: %v", text, err)
		}
	}
}
