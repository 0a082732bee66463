package program

import (
	"io/fs"
	"os"
	"testing"

	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
)

// Ensure the example of everything uses every key that there is.
func TestEveryKeyIsUsed(t *testing.T) {
	used := map[string]bool{}
	everything := os.DirFS("testdata/everything")
	r := format.NewReader()
	names, err := fs.Glob(everything, "workflows/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, settingsFile, rulesFile) {
		data, err := fs.ReadFile(everything, name)
		if err != nil {
			t.Fatal(err)
		}
		root, _ := r.Parse(name, data)
		kind := format.Of(&workflowShape)
		switch name {
		case settingsFile:
			kind = format.Of(&settingsShape)
		case rulesFile:
			kind = format.Of(law.Format().Shape)
		}
		collect(root, &kind, used)
	}
	for _, s := range format.Shapes(&settingsShape, &workflowShape, law.Format().Shape) {
		for _, key := range s.Keys {
			if !used[s.Name+" "+key.Name] {
				t.Errorf("nothing uses %s of %s", key.Name, s.Name)
			}
		}
	}
}

// collect notes the keys of a value and of everything in it.
func collect(v format.Value, k *format.Kind, used map[string]bool) {
	if k = v.Pick(k); k.Item != nil && k.Keys == nil {
		for _, item := range v.Items() {
			collect(item, k.Item, used)
		}
		return
	}
	if k.Shape == nil && k.Keys == nil {
		return
	}
	for _, f := range v.Fields() {
		switch {
		case k.Keys != nil:
			collect(f.Value, k.Item, used)
		case k.Shape.Key(f.Name) != nil:
			used[k.Shape.Name+" "+f.Name] = true
			collect(f.Value, &k.Shape.Key(f.Name).Kind, used)
		}
	}
}
