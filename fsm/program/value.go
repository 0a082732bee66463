package program

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// value is something in a file, with its place. The zero value stands for what is not there.
type value struct {
	src  *source
	node ast.Node
	at   *token.Position
}

func (v value) exists() bool { return v.src != nil }

// fail tells what is wrong with a value; what is not there was told already.
func (v value) fail(format string, args ...any) {
	if v.exists() {
		v.src.finding(v.at, Wrong, format, args...)
	}
}

func (v value) warn(format string, args ...any) {
	if v.exists() {
		v.src.finding(v.at, Advice, format, args...)
	}
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
func (v value) scalar() (string, bool) {
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

func (v value) null() bool {
	_, null := v.node.(*ast.NullNode)
	return v.node == nil || null
}

// text is a word or text; anything else, and nothing at all, is a finding.
func (v value) text() string {
	if !v.exists() {
		return ""
	}
	s, ok := v.scalar()
	switch {
	case v.null() || ok && strings.TrimSpace(s) == "":
		v.fail("is empty; write a value or leave the key out")
	case !ok:
		v.fail("must be a single value, not %s", v.what())
	}
	return s
}

// what names the kind of a value for people.
func (v value) what() string {
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
	if v.null() {
		return "nothing"
	}
	return "a single value"
}

// items gives the members of a list; a single value is a list of one.
func (v value) items() []value {
	if !v.exists() {
		return nil
	}
	list, ok := v.node.(*ast.SequenceNode)
	if !ok {
		return []value{v}
	}
	if len(list.Values) == 0 {
		v.fail("is empty; write a value or leave the key out")
	}
	out := make([]value, len(list.Values))
	for i, n := range list.Values {
		out[i] = value{src: v.src, node: n, at: firstKnown(position(n), v.at)}
	}
	return out
}

// texts gives a list of words or texts.
func (v value) texts() []string {
	var out []string
	for _, item := range v.items() {
		if s := item.text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// field is a key with its value.
type field struct {
	name  string
	key   value
	value value
}

// isMapping tells whether the value holds keys.
func (v value) isMapping() bool {
	_, ok := v.node.(ast.MapNode)
	return ok
}

// fields gives the keys of a value in their order, each once.
func (v value) fields() []field {
	if !v.exists() {
		return nil
	}
	if !v.isMapping() {
		v.fail("must be keys with values, not %s", v.what())
		return nil
	}
	var out []field
	for it := v.node.(ast.MapNode).MapRange(); it.Next(); {
		key := value{src: v.src, node: it.Key(), at: firstKnown(position(it.Key()), v.at)}
		name, ok := key.scalar()
		switch {
		case !ok:
			key.fail("a key must be a word, not %s", key.what())
			continue
		case slices.ContainsFunc(out, func(f field) bool { return f.name == name }):
			key.fail("%q is given twice; leave one of them out", name)
			continue
		}
		at := firstKnown(position(it.Value()), key.at)
		if _, null := it.Value().(*ast.NullNode); null {
			at = key.at
		}
		out = append(out, field{name, key, value{src: v.src, node: it.Value(), at: at}})
	}
	return out
}

// firstKnown is the first of the positions that there is.
func firstKnown(at ...*token.Position) *token.Position {
	for _, p := range at {
		if p != nil {
			return p
		}
	}
	return nil
}
