package format

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Value is something in a file, with its place. The zero Value stands for what is not there.
type Value struct {
	src  *source
	node ast.Node
	at   *token.Position
	path string // its place by names
}

// Exists tells whether there is a value at all.
func (v Value) Exists() bool { return v.src != nil }

// Fail tells what is wrong with a value; what is not there was told already.
func (v Value) Fail(format string, args ...any) { v.Tell(Wrong, format, args...) }

// Tell says something of a value.
func (v Value) Tell(severity Severity, format string, args ...any) {
	if v.Exists() {
		v.src.finding(v.at, severity, format, args...)
	}
}

// File is the name of the value's file.
func (v Value) File() string {
	if !v.Exists() {
		return ""
	}
	return v.src.name
}

// Path is the value's place by names.
func (v Value) Path() string { return v.path }

// As gives the value under another place; what is walked from there on stands below it. The place
// itself is shown at another value, where there is one.
func (v Value) As(path string, shown Value) Value {
	v.path = path
	if shown.Exists() {
		v.src.r.places[path] = shown
	}
	return v
}

// position is where a node begins: that of a block of keys is the place of its first key.
func position(n ast.Node) *token.Position {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if n == nil || n.GetToken() == nil {
		return nil
	}
	return n.GetToken().Position
}

// scalar gives a single word, number or text as it is written. The second result is false for
// everything else.
func (v Value) scalar() (string, bool) {
	switch n := v.node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		if n.Value == nil {
			return "", true
		}
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// IsNull tells whether nothing is written where a value could be.
func (v Value) IsNull() bool {
	_, null := v.node.(*ast.NullNode)
	return v.node == nil || null
}

// IsMapping tells whether the value holds keys.
func (v Value) IsMapping() bool {
	_, ok := v.node.(ast.MapNode)
	return ok
}

// IsList tells whether the value is a list.
func (v Value) IsList() bool {
	_, ok := v.node.(*ast.SequenceNode)
	return ok
}

// Text is a word or text; anything else, and nothing at all, is a finding.
func (v Value) Text() string {
	if !v.Exists() {
		return ""
	}
	s, ok := v.scalar()
	switch {
	case v.IsNull() || ok && strings.TrimSpace(s) == "":
		v.Fail("is empty; write a value or leave the key out")
	case !ok:
		v.Fail("must be a single value, not %s", v.what())
	}
	return s
}

// OneOf is a text that may be one of a few words only; "" for any other.
func (v Value) OneOf(words ...string) string {
	s := v.Text()
	if s != "" && !slices.Contains(words, s) {
		v.Fail("%q is not known; %s", s, Remedy(s, words))
		return ""
	}
	return s
}

// Whole is a whole number within bounds; 0 for anything else.
func (v Value) Whole(low, high int) int {
	s := v.Text()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		v.Fail("%q is not a whole number from %d to %d", s, low, high)
		return 0
	}
	return n
}

// Parsed reads a text by its form.
func Parsed[T any](v Value, parse func(string) (T, error)) T {
	var none T
	s := v.Text()
	if s == "" {
		return none
	}
	t, err := parse(s)
	if err != nil {
		v.Fail("%v", err)
		return none
	}
	return t
}

// what names the kind of a value for people.
func (v Value) what() string {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys with values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return "an anchor or alias (write it out)"
	case *ast.TagNode:
		return "a tagged value (leave the tag out)"
	}
	if v.IsNull() {
		return "nothing"
	}
	return "a single value"
}
