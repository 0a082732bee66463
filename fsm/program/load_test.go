package program

import (
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
)

var update = flag.Bool("update", false, "write the goldens anew")

// folder makes a program folder of a minimal program.yaml, more lines of it, and workflows.
func folder(more string, workflows ...string) fstest.MapFS {
	files := fstest.MapFS{"program.yaml": {Data: []byte("brand: Acme\ncontact: help@acme.test\nfrequency: 4 msgs/month\n" + more)}}
	for i, w := range workflows {
		files["workflows/"+string(rune('a'+i))+".yaml"] = &fstest.MapFile{Data: []byte(w)}
	}
	return files
}

// golden compares text with a golden file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", name, diff)
	}
}

// Ensure everything that a definition can hold can be written, and is read as it is written.
func TestEverything(t *testing.T) {
	def, _, err := Load(os.DirFS("testdata/everything"))
	if err != nil {
		t.Fatal(err)
	}
	all := def.Law
	def.Law = law.Own(def.Law)
	got, err := json.MarshalIndent(def, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "everything.json", string(got)+"\n")
	def.Law = all
	if _, err := fsm.Compile(def, "everything"); err != nil {
		t.Error(err)
	}
}

// Ensure that more than a hundred faults of a program are all told at once, in the order of files and
// lines, each with its place and a remedy.
func TestMistakes(t *testing.T) {
	_, _, err := Load(os.DirFS("testdata/mistakes"))
	if err == nil {
		t.Fatal("no error")
	}
	golden(t, "mistakes.txt", err.Error()+"\n")
	p, findings := Check(os.DirFS("testdata/mistakes"))
	if p != nil || len(findings) < 100 {
		t.Errorf("program %v, %d findings", p, len(findings))
	}
}

// Ensure what the compiler finds is shown where it is written.
func TestCompilerFindings(t *testing.T) {
	p, findings := Check(os.DirFS("testdata/uncompiled"))
	if p != nil {
		t.Error("compiled")
	}
	var got strings.Builder
	for _, f := range findings {
		got.WriteString(f.Error() + "\n")
	}
	golden(t, "uncompiled.txt", got.String())
}

// Ensure the revision changes with every byte and every name, and with nothing else.
func TestRevision(t *testing.T) {
	const w = "workflow: w\nclass: promo\nsteps: [{send: a, text: hi}]\n"
	revision := func(files fstest.MapFS) string {
		_, r, err := Load(files)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := revision(folder("", w))
	later := folder("", w)
	later["workflows/a.yaml"].ModTime = time.Unix(1, 0)
	later["README.md"] = &fstest.MapFile{Data: []byte("x")}
	if again := revision(later); again != first || len(first) != 12 {
		t.Errorf("revision %q became %q", first, again)
	}
	renamed := folder("")
	renamed["workflows/b.yaml"] = &fstest.MapFile{Data: []byte(w)}
	for name, other := range map[string]fstest.MapFS{
		"a byte more": folder("", w+"\n"), "another name": renamed, "a setting": folder("language: en\n", w),
	} {
		if revision(other) == first {
			t.Errorf("%s: the same revision", name)
		}
	}
}

// Ensure folders and files that cannot be read are findings, not panics or silence.
func TestFolders(t *testing.T) {
	big := folder("# " + strings.Repeat("x", MaxFileSize) + "\n")
	hidden := folder("")
	hidden["workflows/.w.yaml"] = &fstest.MapFile{Data: []byte("a swap file")}
	if _, _, err := Load(hidden); err != nil {
		t.Errorf("a hidden file is read: %v", err)
	}
	yml := folder("")
	yml["workflows/w.yml"] = &fstest.MapFile{Data: []byte("workflow: w")}
	dir := folder("")
	dir["workflows/w.yaml/x"] = &fstest.MapFile{}
	pipe := folder("")
	pipe["workflows/w.yaml"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	tests := map[string]struct {
		files fs.FS
		want  string
	}{
		"a pipe":         {pipe, "workflows/w.yaml: is no plain file"},
		"no name":        {folder("", "class: promo\nsteps: [{send: a, text: hi}]\n"), `workflows/a.yaml:1:1: "workflow" is missing`},
		"nothing":        {fstest.MapFS{}, "program.yaml: is missing"},
		"too large":      {big, "program.yaml: is larger than 64 KiB"},
		"yml":            {yml, "workflows/w.yml: would not be read; name it workflows/w.yaml"},
		"a folder":       {dir, "workflows/w.yaml: is no plain file"},
		"no UTF-8":       {folder("zone: \"\xff\"\n"), "is not UTF-8"},
		"no YAML":        {folder("a: b: c\n"), "is no YAML"},
		"brackets":       {folder("caps: " + strings.Repeat("[", 2000) + "\n"), "program.yaml:4:1: more than 40 brackets"},
		"dashes":         {folder("caps:\n  " + strings.Repeat("- ", 2000) + "\n"), "program.yaml:5:1: more than 40 lists"},
		"lines":          {folder(strings.Repeat("#\n", format.MaxLines)), "at most 3000 lines"},
		"empty":          {folder("", ""), "workflows/a.yaml: holds 0 documents"},
		"two documents":  {folder("", "workflow: a\n---\nworkflow: b\n"), "holds 2 documents"},
		"not keys":       {folder("", "- a\n"), "must be keys with values, not a list"},
		"a key twice":    {folder("", "workflow: w\nclass: promo\nsteps: [{send: a, text: hi, text: ho}]\n"), `workflows/a.yaml:3:29: "text" is given twice`},
		"the same twice": {folder("", "workflow: w\nclass: promo\nsteps: [{send: a, text: hi}]\n", "workflow: w\nclass: promo\nsteps: [{send: a, text: hi}]\n"), `"w" is the workflow of workflows/a.yaml already`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, _, err := Load(test.files); err == nil || strings.Count(err.Error(), test.want) != 1 {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Ensure the mark that some editors begin a file with is no part of it.
func TestByteOrderMark(t *testing.T) {
	if def, _, err := Load(folder("", "\ufeffworkflow: w\nclass: promo\nsteps: [{send: a, text: hi}]\n")); err != nil || def.Workflows[0].Name != "w" {
		t.Errorf("got %+v, %v", def.Workflows, err)
	}
}

// Ensure no file makes more findings than anybody would read.
func TestFindingsBound(t *testing.T) {
	_, findings := Check(folder(strings.Repeat("x: 1\n", format.MaxLines-10)))
	if len(findings) != format.MaxFindings {
		t.Errorf("%d findings, want %d", len(findings), format.MaxFindings)
	}
}

// Ensure a text that an emoji makes dear is remarked on where it is written, and the program can be used all
// the same.
func TestAdvice(t *testing.T) {
	text := "    text: It’s here 🎉 and " + strings.Repeat("x", 80)
	p, findings := Check(folder("", "workflow: w\nclass: service\nowner: o\nenter: {on: opted_in, limit: 1 per 9d}\nsteps:\n  - send: a\n"+text+"\n"))
	want := []Finding{{File: "workflows/a.yaml", Line: 7, Column: 11, Severity: format.Notice, Source: text,
		Message: `workflows.w.steps.a.text: has "🎉", which is not in the GSM alphabet: it leaves 70 characters a segment instead of 160, so the text takes 2 segments instead of 1; leave it out`}}
	if diff := cmp.Diff(want, findings); diff != "" || p == nil {
		t.Errorf("program %v: %s", p != nil, diff)
	}
}

// Ensure no bytes whatsoever in a file break the reader, that what it accepts can be printed and is the
// same then, and that every finding has a place.
func FuzzLoad(f *testing.F) {
	for _, dir := range []fs.FS{Demo(), os.DirFS("testdata/everything"), os.DirFS("testdata/mistakes")} {
		settings, err := fs.ReadFile(dir, "program.yaml")
		if err != nil {
			f.Fatal(err)
		}
		names, _ := fs.Glob(dir, "workflows/*.yaml")
		for _, name := range names {
			data, err := fs.ReadFile(dir, name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(settings, data)
		}
	}
	f.Fuzz(func(t *testing.T, settings, workflow []byte) {
		files := fstest.MapFS{"program.yaml": {Data: settings}, "workflows/w.yaml": {Data: workflow}}
		def, revision, err := Load(files)
		again, same, _ := Load(files)
		if diff := cmp.Diff(def, again); diff != "" || revision != same {
			t.Errorf("not the same twice: %s", diff)
		}
		p, findings := Check(files)
		if err != nil && p != nil {
			t.Errorf("compiled although %v", err)
		}
		if p != nil {
			again, _, err := Load(printed(t, def))
			if diff := cmp.Diff(def, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Errorf("printed it is not the same: %v\n%s", err, diff)
			}
		}
		for _, f := range findings {
			if f.File == "" || f.Message == "" || f.Line < 0 || (f.Line > 0) != (f.Column > 0) {
				t.Errorf("finding without a place: %+v", f)
			}
		}
	})
}
