package program

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
)

//go:embed introduction.md
var introduction string

// files lists the kinds of files of a program folder, and more that others read.
func files(more ...format.File) []format.File {
	return append([]format.File{{Shape: &settingsShape}, {Shape: &workflowShape, Mark: "workflow"}, law.Format()}, more...)
}

// Manual writes the documentation of the format in Markdown: an introduction, and everything that may
// stand in the files of a program, and in more kinds of files that others read.
func Manual(more ...format.File) string {
	known := strings.NewReplacer("FUNCTIONS", "`"+strings.Join(fsm.Functions(), "`, `")+"`", "OWN TEXTS\n", ownTexts())
	return strings.TrimSuffix(known.Replace(introduction)+format.Reference(files(more...)...), "\n")
}

// ownTexts writes a table of what the machine says by itself.
func ownTexts() string {
	var b strings.Builder
	b.WriteString("| name | words |\n|---|---|\n")
	texts := fsm.OwnTexts()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, texts[name])
	}
	return b.String()
}

// Schema writes a JSON Schema of the files of a program, and of more kinds of files that others read.
func Schema(more ...format.File) ([]byte, error) {
	return format.Schema("Parley program", files(more...)...)
}
