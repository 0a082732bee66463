package trial

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
)

//go:embed program second
var programFiles embed.FS

// programs names the folders of the programs that stories deploy. The second has other files in place
// of some of the first.
func programs() []string { return []string{"program", "second"} }

// Program reads the program that is on trial.
func Program() (*fsm.Program, error) {
	files, err := folder(programs()[0])
	if err != nil {
		return nil, err
	}
	p, findings := program.Check(files)
	return p, format.Errors(findings)
}

// folder gives the files of a program.
func folder(name string) (fs.FS, error) {
	first, err := fs.Sub(programFiles, programs()[0])
	if err != nil {
		return nil, fmt.Errorf("open the program of the trial: %w", err)
	}
	top, err := fs.Sub(programFiles, name)
	if err != nil {
		return nil, fmt.Errorf("open the program of the trial: %w", err)
	}
	return overlay{top, first}, nil
}

// overlay has files in place of others of the same names.
type overlay struct{ top, under fs.FS }

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	if info, err := fs.Stat(o.top, name); err == nil && !info.IsDir() {
		return o.top.Open(name)
	}
	return o.under.Open(name)
}
