package program

import (
	"embed"
	"path"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

//go:embed sources/*.yaml
var presetFiles embed.FS

const presetFolder = "sources"

// presets lists the systems whose webhooks Parley knows.
func presets() (names []string) {
	files, _ := presetFiles.ReadDir(presetFolder) // it is embedded
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".yaml"))
	}
	return names
}

// preset is what Parley knows of a system: a source without a secret, whose mappings are its own to change.
func preset(name string) fsm.Source {
	if name == "" {
		return fsm.Source{}
	}
	s, _ := readPreset(name) // a test reads the findings
	return s
}

func readPreset(name string) (fsm.Source, []format.Finding) {
	file := path.Join(presetFolder, name+".yaml")
	r := format.NewReader()
	text, err := presetFiles.ReadFile(file)
	if err != nil {
		r.Add(format.Finding{File: file, Severity: format.Wrong, Message: err.Error()})
		return fsm.Source{}, r.Findings()
	}
	root, ok := r.Parse(file, text)
	if !ok {
		return fsm.Source{}, r.Findings()
	}
	s := sourceOf(root.Object(&sourceShape))
	for i := range s.Mappings {
		s.Mappings[i].Shipped = true
	}
	return s, r.Findings()
}

// own lists the mappings that a preset does not have so.
func own(all []fsm.Mapping) []fsm.Mapping {
	return slices.DeleteFunc(slices.Clone(all), func(m fsm.Mapping) bool { return m.Shipped })
}
