package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/parley-sms/parley/fsm/program"
)

// initialize writes a program to begin with.
type initialize struct {
	Dir     string `arg:"" help:"Folder to write it into; it must be empty, or not be there."`
	Example string `help:"Which one: starter (small, with a comment at each line), shop or clinic." enum:"starter,shop,clinic" default:"starter"`
}

// Run writes the program and says what to do with it.
func (i *initialize) Run(std streams) error {
	files, err := os.ReadDir(i.Dir)
	switch {
	case err == nil && len(files) > 0:
		return fmt.Errorf("%s is not empty: it holds %s; name a new folder, such as %s", i.Dir, files[0].Name(), "my-program")
	case err != nil && !os.IsNotExist(err):
		return fmt.Errorf("look into %s: %w", i.Dir, err)
	}
	if err := os.CopyFS(i.Dir, program.Example(i.Example)); err != nil {
		return fmt.Errorf("write the program: %w", err)
	}
	_, err = fmt.Fprintf(std.out, `%[1]s holds a program now. Next:

  parley test %[1]s               run its stories: what people do, and what they should get
  parley serve --program %[1]s    then open http://127.0.0.1:8080/phone and text JOIN
  parley check %[1]s              after a change: what is wrong, where, and what would be right

What it does stands in %[2]s, and who you are in %[3]s.
`, i.Dir, filepath.Join(i.Dir, "workflows"), filepath.Join(i.Dir, "program.yaml"))
	return err
}
