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
	revision, dirty := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = ", changed"
		}
	}
	return fmt.Sprintf("%s (commit %s%s, %s)", info.Main.Version, revision, dirty, info.GoVersion)
}
