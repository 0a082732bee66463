package program

import (
	"embed"
	"io/fs"
)

//go:embed demo
var embedded embed.FS

// Demo is the built-in demo program: what is served where no other is named.
func Demo() fs.FS {
	demo, err := fs.Sub(embedded, "demo")
	if err != nil {
		return embedded // the name is well-formed, so this cannot be
	}
	return demo
}
