package rehearse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// examples are the shipped programs, each with tests of its own.
const examples = "../program/examples"

// Ensure people still get what they got: what came in when the examples' tests were recorded is played
// against the present engine and the program of that day, and gives the texts and verdicts of that day.
func TestHistories(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(examples, "*", "program.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, folder := range folders {
		name := filepath.Base(filepath.Dir(folder))
		t.Run(name, func(t *testing.T) {
			kept := filepath.Join("testdata", "histories", name)
			if *update {
				record(t, filepath.Dir(folder), kept)
			}
			data, err := os.ReadFile(kept + ".txt")
			if err != nil {
				t.Fatalf("%v; run go test ./fsm/rehearse -run Histories -update", err)
			}
			p := revisionOf(t, kept)
			for _, was := range histories(string(data)) {
				if diff := differences(was, replay(t, p, was)); diff != "" {
					name, _, _ := strings.Cut(was, "\n")
					t.Errorf("other things happen than were recorded in\n%s\n(-was +is):\n%s", name, diff)
				}
			}
		})
	}
}

// differences tells from where on two histories differ: the lines there of each.
func differences(was, is string) string {
	before, after := strings.Split(was, "\n"), strings.Split(is, "\n")
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	for len(before) > same && len(after) > same && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	if len(before)+len(after) == 2*same {
		return ""
	}
	return strings.Join(before[max(same-3, 0):same], "\n") + "\n- " + strings.Join(before[same:], "\n- ") + "\n+ " + strings.Join(after[same:], "\n+ ")
}

// revisionOf compiles a program as it was kept. It may be one that is refused today.
func revisionOf(t *testing.T, folder string) *fsm.Program {
	t.Helper()
	def, revision, err := program.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	p, err := fsm.Compile(def, revision)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// histories cuts a file of them at their titles.
func histories(data string) []string {
	var all []string
	for _, h := range strings.Split(data, "\n"+title)[1:] {
		all = append(all, title+strings.TrimRight(h, "\n"))
	}
	return all
}

// record keeps a program, without its tests, and what came in and went out in each of these.
func record(t *testing.T, example, kept string) {
	t.Helper()
	if err := os.RemoveAll(kept); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"*.yaml", "workflows/*.yaml"} {
		files, _ := filepath.Glob(filepath.Join(example, pattern))
		for _, file := range files {
			rel, _ := filepath.Rel(example, file)
			keep(t, file, filepath.Join(kept, rel))
		}
	}
	p := revisionOf(t, kept)
	files, faults := script.Read(os.DirFS(example), p)
	for _, f := range faults {
		t.Error(f)
	}
	var all strings.Builder
	all.WriteString("Recorded by go test ./fsm/rehearse -run Histories -update: > came in, < was texted, . was decided.\n")
	for _, f := range files {
		for _, test := range f.Tests {
			all.WriteString("\n" + recorded(t, p, test) + "\n")
		}
	}
	if err := os.WriteFile(kept+".txt", []byte(all.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func keep(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// recorded plays one test and gives its history, whose replay brings the same texts.
func recorded(t *testing.T, p *fsm.Program, test script.Test) string {
	t.Helper()
	r := &recorder{}
	result := rehearse(p, test, Options{LessonOf: lesson, heard: r.hear}, map[string]bool{})
	if !result.OK {
		t.Errorf("%s: %s: %s: %s", result.File, result.Name, result.Failure.Message, result.Failure.Got)
	}
	history := replay(t, p, title+result.File+": "+result.Name+"\n"+r.tape())
	if played, again := len(r.sent), strings.Count(history, "\n< "); played != again {
		t.Errorf("%s: %s: %d texts, but %d when it is replayed", result.File, result.Name, played, again)
	}
	return history
}
