package program

import (
	_ "embed"
	"strings"

	"github.com/parley-sms/parley/fsm/program/format"
)

//go:embed introduction.md
var introduction string

// files lists the kinds of files of a program folder, and more that others read.
func files(more ...format.File) []format.File {
	return append([]format.File{{Shape: &settingsShape}, {Shape: &workflowShape, Mark: "workflow"}}, more...)
}

// Manual writes the documentation of the format in Markdown: an introduction, and everything that may
// stand in the files of a program, and in more kinds of files that others read.
func Manual(more ...format.File) string {
	return strings.TrimSuffix(introduction+format.Reference(files(more...)...), "\n")
}

// Schema writes a JSON Schema of the files of a program, and of more kinds of files that others read.
func Schema(more ...format.File) ([]byte, error) {
	return format.Schema("Parley program", files(more...)...)
}
