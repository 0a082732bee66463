package program

import (
	"embed"
	"io/fs"
)

//go:embed examples
var embedded embed.FS

// Demo is the program that is served where no other is named: the shop.
func Demo() fs.FS { return Example("shop") }

// Example gives the files of a shipped program: "shop", "clinic", or "starter", which is what a
// newcomer begins with. A folder of any other name is empty.
func Example(name string) fs.FS {
	example, err := fs.Sub(embedded, "examples/"+name)
	if err != nil {
		return embed.FS{} // the name is no path
	}
	return example
}
