package format

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Items gives the members of a list; a single value is a list of one. An empty list is a finding.
func (v Value) Items() []Value {
	items := v.list()
	if v.Exists() && len(items) == 0 {
		v.Fail("is empty; write a value or leave the key out")
	}
	return items
}

func (v Value) list() []Value {
	if !v.Exists() {
		return nil
	}
	list, ok := v.node.(*ast.SequenceNode)
	if !ok {
		return []Value{v}
	}
	out := make([]Value, len(list.Values))
	for i, n := range list.Values {
		out[i] = Value{v.src, n, firstKnown(position(n), v.at), fmt.Sprintf("%s[%d]", v.path, i)}
		v.src.r.places[out[i].path] = out[i]
	}
	return out
}

// Texts gives a list of words or texts.
func (v Value) Texts() []string {
	var out []string
	for _, item := range v.Items() {
		if s := item.Text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Field is a key with its value.
type Field struct {
	Name  string
	Key   Value
	Value Value
}

// Fields gives the keys of a value in their order, each once. A value that holds no keys is a finding.
func (v Value) Fields() []Field {
	if !v.Exists() {
		return nil
	}
	if !v.IsMapping() {
		v.Fail("must be keys with values, not %s", v.what())
		return nil
	}
	var out []Field
	seen := map[string]bool{}
	for it := v.node.(ast.MapNode).MapRange(); it.Next(); {
		key := Value{src: v.src, node: it.Key(), at: firstKnown(position(it.Key()), v.at)}
		name, ok := key.scalar()
		switch {
		case !ok:
			key.Fail("a key must be a word, not %s", key.what())
			continue
		case seen[name]:
			key.Fail("%q is given twice; leave one of them out", name)
			continue
		}
		seen[name] = true
		out = append(out, v.field(name, key, it.Value()))
	}
	return out
}

// keys gives the keys of a value, without looking for faults.
func (v Value) keys() (names []string) {
	if !v.IsMapping() {
		return nil
	}
	for it := v.node.(ast.MapNode).MapRange(); it.Next(); {
		name, _ := Value{node: it.Key()}.scalar()
		names = append(names, name)
	}
	return names
}

// field makes a field and notes its place: that of a single value, else that of its key.
func (v Value) field(name string, key Value, node ast.Node) Field {
	f := Field{name, key, Value{v.src, node, firstKnown(position(node), key.at), name}}
	if v.path != "" {
		f.Value.path = v.path + "." + name
	}
	key.path = f.Value.path
	shown := f.Value
	if _, single := f.Value.scalar(); !single {
		shown = key
	}
	if f.Value.IsNull() {
		f.Value.at = key.at
	}
	v.src.r.places[f.Value.path] = shown
	return f
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
