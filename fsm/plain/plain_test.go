package plain_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
)

// Ensure that lines of the journal are told in words.
func TestLine(t *testing.T) {
	for want, l := range map[string]fsm.Line{
		"all texts end: subscribed → stopped (exact “stop”)": {Event: "stop", From: "subscribed", To: "stopped", Why: "exact/en/stop/stop"},
		"cart.remind went out, as text /7":                   {Event: "send:cart.remind", From: "subscribed", To: "subscribed", Seq: 7},
		"cart.remind must wait (quiet hours)":                {Event: "wait:cart.remind", Why: "quiet hours"},
		"something new happened":                             {Event: "something_new happened"},
		"upset the.cart":                                     {Event: "upset:the.cart"},
		"the event click is on record (https://a.test/b/c)":  {Event: "event:click", Why: " https://a.test/b/c"},
		"": {},
	} {
		if got := plain.Line(l); got != want {
			t.Errorf("%+v is told as %q, want %q", l, got, want)
		}
	}
}

// Ensure that a reason of a word tier keeps the words that fitted, and others stay as they are.
func TestEvidence(t *testing.T) {
	for why, want := range map[string]string{
		"exact/en/stop/stop": "exact “stop”", "free/en/end/no/more": "free “no/more”", "near/es/x/": "near", "a/b/c": "a/b/c", "": "",
		" quiet hours ": "quiet hours", "1 of 2 / 3 / 4 / 5": "1 of 2 / 3 / 4 / 5",
	} {
		if got := plain.Evidence(why); got != want {
			t.Errorf("%q is told as %q, want %q", why, got, want)
		}
	}
}

// verbs reads from the sources of fsm all that a decision writes into the journal.
func verbs(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files, err := filepath.Glob(filepath.Join("..", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the files of fsm: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(source, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 {
				if f, ok := call.Fun.(*ast.SelectorExpr); ok && strings.Contains("note fire hop judged", f.Sel.Name) {
					addVerb(found, call.Args[0])
				}
			}
			return true
		})
	}
	return found
}

// addVerb notes the verb that an expression begins with: "drop" of "drop:"+name.
func addVerb(found map[string]bool, e ast.Expr) {
	for {
		sum, ok := e.(*ast.BinaryExpr)
		if !ok {
			break
		}
		e = sum.X
	}
	if text, ok := e.(*ast.BasicLit); ok && text.Kind == token.STRING {
		if s, err := strconv.Unquote(text.Value); err == nil {
			found[s] = true
		}
	}
}

// Ensure that there are words for all that a decision writes into the journal.
func TestEveryVerb(t *testing.T) {
	all := verbs(t)
	if len(all) < 20 {
		t.Fatalf("only %d kinds of lines were found: %v", len(all), all)
	}
	for verb := range all {
		name, object, about := strings.Cut(verb, ":")
		event := verb
		if about && object == "" {
			event += "thing"
		}
		if got := plain.Line(fsm.Line{Event: event}); strings.HasPrefix(got, name+" ") || got == strings.ReplaceAll(name, "_", " ") {
			t.Errorf("%s is told as %q: it has no words of its own in line.go", event, got)
		}
	}
}

// Ensure that there are words for every guard, for what it asks and for what it would need.
func TestEveryGuard(t *testing.T) {
	for _, guard := range fsm.Guards(&fsm.Message{Run: 1}) {
		if plain.Guard(guard) == guard {
			t.Errorf("the guard %s has no words of its own in remedy.go", guard)
		}
		clock := func(m fsm.Moment) string { return m.String() }
		for _, drop := range []bool{true, false} {
			s := fsm.Said{Verdict: fsm.Verdict{Guard: guard, Name: "2 per 7d", Until: 5, Texts: []uint64{3, 7}, Place: "US-TX"}, Why: "so it is", Drop: drop}
			if plain.Remedy(s, clock) == "" {
				t.Errorf("the guard %s says nothing", guard)
			}
		}
	}
}

// Ensure that what would let a text go is told with its cap, its texts and its time.
func TestRemedy(t *testing.T) {
	clock := func(fsm.Moment) string { return "noon" }
	for want, s := range map[string]fsm.Said{
		"the cap 2 per 7d must have room: texts /3, /5 and /7 fill it, from noon on": {Verdict: fsm.Verdict{Guard: "cap", Name: "2 per 7d", Until: 5, Texts: []uint64{3, 5, 7}}},
		"the hours must open, at noon (rules of US-TX)":                              {Verdict: fsm.Verdict{Guard: "quiet", Until: 5, Place: "US-TX"}},
		"the question a.b must be answered, or grow old, by noon at the latest":      {Verdict: fsm.Verdict{Guard: "foreground", Name: "a.b", Until: 5}, Held: true},
		"the thread must be handed back to the bot":                                  {Verdict: fsm.Verdict{Guard: "foreground", Until: 5}, Held: true},
		"they would have to text START to MG1":                                       {Verdict: fsm.Verdict{Guard: "carrier", Name: "MG1"}, Drop: true},
		"nothing, as things are: new":                                                {Verdict: fsm.Verdict{Guard: "unheard of"}, Why: "new", Drop: true},
		"new, from noon on":                                                          {Verdict: fsm.Verdict{Guard: "unheard of", Until: 5}, Why: "new"},
	} {
		if got := plain.Remedy(s, clock); got != want {
			t.Errorf("%+v: %q, want %q", s, got, want)
		}
	}
}

// Ensure that every event of package fsm is told in words rather than by its type's name.
func TestEveryEvent(t *testing.T) {
	words, err := os.ReadFile("event.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("..", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the files of fsm: %v", err)
	}
	for _, file := range files {
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range source.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Name.Name != "event" || f.Recv == nil || f.Type.Results != nil || f.Type.Params.NumFields() > 0 {
				continue
			}
			if kind, ok := f.Recv.List[0].Type.(*ast.Ident); ok && !strings.Contains(string(words), "case fsm."+kind.Name+":") {
				t.Errorf("the event %s has no words in event.go", kind.Name)
			}
		}
	}
}
