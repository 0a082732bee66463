package main

import (
	"fmt"
	"runtime/debug"
)

// version says which build this is.
type version struct{}

// Run prints the version of the module, its commit and the Go that built it.
func (version) Run(std streams) error {
	_, err := fmt.Fprintln(std.out, "parley", versionName())
	return err
}

// versionName names this build.
func versionName() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	commit, changed := commit(info)
	if changed {
		commit += ", changed"
	}
	return fmt.Sprintf("%s (commit %s, %s)", info.Main.Version, commit, info.GoVersion)
}

// build names this build as shortly as the journal needs it: another one may decide otherwise.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	commit, changed := commit(info)
	if changed {
		commit += "+"
	}
	return commit
}

// commit is what this build was made of, and whether it was changed since.
func commit(info *debug.BuildInfo) (name string, changed bool) {
	name = "unknown"
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			name = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	return name, changed
}
