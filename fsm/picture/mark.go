package picture

import "fmt"

// Mark tells what a comparison says of a node, note or edge. It is shown by a word, by a line and by
// a colour, so that none of them is needed to read it.
type Mark string

// The marks.
const (
	Same    Mark = ""
	Added   Mark = "added"
	Removed Mark = "removed"
)

// before puts the mark's word before a text.
func (m Mark) before(text string) string {
	if m == Same {
		return text
	}
	return string(m) + ": " + text
}

func (m Mark) color() string {
	switch m {
	case Added:
		return "#1a7f37"
	case Removed:
		return "#b3261e"
	}
	return "#24527a"
}

// dashes are the strokes and gaps of the mark's lines.
func (m Mark) dashes() string {
	switch m {
	case Added:
		return "10 3"
	case Removed:
		return "2 4"
	}
	return ""
}

// svg gives the attributes of a marked line.
func (m Mark) svg() string {
	if m == Same {
		return ""
	}
	return fmt.Sprintf(` stroke-dasharray="%s"`, m.dashes())
}

// dot gives the attributes of a marked node or edge, beside the style that it has already.
func (m Mark) dot(style string) string {
	switch m {
	case Added:
		return fmt.Sprintf(`, color="%[1]s", fontcolor="%[1]s", style="%[2]sbold"`, m.color(), style)
	case Removed:
		return fmt.Sprintf(`, color="%[1]s", fontcolor="%[1]s", style="%[2]sdotted"`, m.color(), style)
	}
	return ""
}
