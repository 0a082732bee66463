package program

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
	"github.com/parley-sms/parley/fsm/proof"
)

const (
	settingsFile   = "program.yaml"
	rulesFile      = "rules.yaml"
	workflowFolder = "workflows"
)

// reader makes a definition of the files of a program.
type reader struct {
	*format.Reader
	def   fsm.Definition
	files map[string]string // the file of each workflow, by name
}

// Load reads a program folder. The revision is a hash of its files' names and contents, whatever
// their dates. The error joins all Findings that keep the program from being used.
func Load(fsys fs.FS) (fsm.Definition, string, error) {
	r, revision := read(fsys)
	return r.def, revision, format.Errors(r.Findings())
}

// Check reads, compiles and proves a program folder and gives everything that is to say about it. The
// program is nil if it cannot be used.
func Check(fsys fs.FS) (*fsm.Program, []Finding) {
	r, revision := read(fsys)
	faulty := r.faulty()
	if faulty[settingsFile] {
		return nil, r.Findings() // every workflow depends on them
	}
	p, err := fsm.Compile(r.def, revision)
	if err != nil {
		r.tell(parts(err), faulty)
		return nil, r.Findings()
	}
	for _, w := range p.Warnings() {
		r.tell([]error{w}, faulty)
	}
	if len(faulty) > 0 {
		return nil, r.Findings()
	}
	faults, _ := proof.Check(p)
	for _, f := range faults {
		r.tell([]error{f}, nil)
	}
	if format.Errors(r.Findings()) != nil {
		return nil, r.Findings()
	}
	return p, r.Findings()
}

// read reads every file and then makes sense of them, the settings first.
func read(fsys fs.FS) (*reader, string) {
	r := &reader{Reader: format.NewReader(), files: map[string]string{}}
	sum := sha256.New()
	names := []string{settingsFile}
	if _, err := fs.Stat(fsys, rulesFile); !errors.Is(err, fs.ErrNotExist) {
		names = append(names, rulesFile)
	}
	r.def.Law = law.Builtin().All
	for _, name := range append(names, r.Files(fsys, workflowFolder, MaxWorkflows)...) {
		data, err := format.ReadFile(fsys, name)
		if err != nil {
			r.Add(Finding{File: name, Severity: format.Wrong, Message: err.Error()})
			continue
		}
		fmt.Fprintf(sum, "%d %s %d ", len(name), name, len(data))
		sum.Write(data)
		root, ok := r.Parse(name, data)
		switch {
		case !ok:
		case name == settingsFile:
			r.settings(root)
		case name == rulesFile:
			r.def.Law = law.Builtin().Read(root.As("rules", format.Value{})).All
		default:
			r.workflow(root)
		}
	}
	return r, hex.EncodeToString(sum.Sum(nil))[:12]
}
