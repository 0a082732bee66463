package program

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/programtest"
)

// printed writes a definition as a folder.
func printed(t testing.TB, def fsm.Definition) fstest.MapFS {
	t.Helper()
	files, err := Print(def)
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	return folder
}

// Ensure every shipped program, written by the printer, is the same program, and written twice it is
// the same to the byte.
func TestPrintedIsTheSame(t *testing.T) {
	s := compiled(t, compiler(t), "")
	for name, folder := range shipped(t) {
		def, _, err := Load(folder)
		if err != nil {
			t.Fatal(err)
		}
		files := printed(t, def)
		again, _, err := Load(files)
		if diff := cmp.Diff(def, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
		if diff := cmp.Diff(files, printed(t, again)); diff != "" {
			t.Errorf("%s: written twice it is not the same: %s", name, diff)
		}
		for file, data := range contents(t, files) {
			if err := validate(s, data); err != nil {
				t.Errorf("%s/%s: %v", name, file, err)
			}
		}
	}
}

// Ensure every definition, written as files and read again, is the same, that an editor accepts the
// files, and that what is drawn compiles.
func TestRandomDefinitionsComeBack(t *testing.T) {
	s := compiled(t, compiler(t), "")
	rapid.Check(t, func(t *rapid.T) {
		def := programtest.Definitions().Draw(t, "definition")
		files, err := Print(def)
		if err != nil {
			t.Fatal(err)
		}
		folder := fstest.MapFS{}
		for name, data := range files {
			folder[name] = &fstest.MapFile{Data: data}
			if err := validate(s, data); err != nil {
				t.Errorf("%s: %v\n%s", name, err, data)
			}
		}
		again, _, err := Load(folder)
		if diff := cmp.Diff(def, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		if _, err := fsm.Compile(def, "random"); err != nil {
			t.Errorf("does not compile: %v", err)
		}
	})
}
