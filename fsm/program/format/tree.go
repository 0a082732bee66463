package format

import (
	"maps"
	"slices"
)

// Keys are the values of a shape's keys, to be written in its order.
type Keys struct {
	shape *Shape
	by    map[string]any
}

// NewKeys begins to write a group of keys.
func NewKeys(s *Shape) *Keys { return &Keys{s, map[string]any{}} }

// Set sets the value of a key: a string, int, float64, bool, Items, *Keys or Names. One that says
// nothing is left out.
func (k *Keys) Set(name string, v any) {
	switch v {
	case "", 0, 0.0, false, nil:
		return
	}
	if empty(v) {
		return
	}
	k.by[name] = v
}

func empty(v any) bool {
	switch v := v.(type) {
	case Items:
		return len(v) == 0
	case Names:
		return len(v) == 0
	case *Keys:
		return v == nil || len(v.by) == 0
	}
	return false
}

// entries gives the keys in their order.
func (k *Keys) entries() Names {
	var out Names
	for _, name := range k.shape.Names() {
		if v, ok := k.by[name]; ok {
			out = append(out, Entry{name, v})
		}
	}
	return out
}

// Names are values under names that the author gives, in their order.
type Names []Entry

// Entry is one name with its value.
type Entry struct {
	Name  string
	Value any
}

// NamesOf makes Names of a map, sorted.
func NamesOf[V any](m map[string]V, write func(V) any) Names {
	var out Names
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, Entry{name, write(m[name])})
	}
	return out
}

// Items are values in a list.
type Items []any

// ItemsOf makes Items.
func ItemsOf[V any](list []V, write func(V) any) Items {
	out := make(Items, len(list))
	for i, v := range list {
		out[i] = write(v)
	}
	return out
}
