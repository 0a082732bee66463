package format

import "slices"

// Shape describes a group of keys.
type Shape struct {
	Name  string // "a sender": as it stands in a sentence
	About string // what it is for, for people who write it
	Keys  []Key
}

// Key describes one key of a Shape.
type Key struct {
	Name    string
	Kind    Kind
	Needed  bool
	About   string // one line in plain words
	Example string // its value as YAML
}

// Names lists the keys in their order.
func (s *Shape) Names() []string {
	names := make([]string, len(s.Keys))
	for i, k := range s.Keys {
		names[i] = k.Name
	}
	return names
}

// Key finds a key by its name; nil where there is none.
func (s *Shape) Key(name string) *Key {
	if i := slices.IndexFunc(s.Keys, func(k Key) bool { return k.Name == name }); i >= 0 {
		return &s.Keys[i]
	}
	return nil
}

// Need is a key that must be there.
func Need(name string, kind Kind, about, example string) Key {
	return Key{Name: name, Kind: kind, Needed: true, About: about, Example: example}
}

// May is a key that may be left out.
func May(name string, kind Kind, about, example string) Key {
	return Key{Name: name, Kind: kind, About: about, Example: example}
}

// Shapes gives the shapes and all that their keys lead to, each once, the outer before the inner.
func Shapes(roots ...*Shape) []*Shape {
	var out []*Shape
	var kind func(k *Kind)
	var shape func(s *Shape)
	kind = func(k *Kind) {
		if k.Shape != nil {
			shape(k.Shape)
		}
		if k.Item != nil {
			kind(k.Item)
		}
		for i := range k.Either {
			kind(&k.Either[i])
		}
	}
	shape = func(s *Shape) {
		if slices.Contains(out, s) {
			return
		}
		out = append(out, s)
		for i := range s.Keys {
			kind(&s.Keys[i].Kind)
		}
	}
	for _, s := range roots {
		shape(s)
	}
	return out
}
