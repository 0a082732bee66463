package format

import (
	"fmt"
	"strings"
)

// Reference writes what may stand in files of a kind, for people: a section of Markdown for each
// shape, with its keys in a table.
func Reference(files ...File) string {
	var b strings.Builder
	var roots []*Shape
	for _, f := range files {
		roots = append(roots, f.Shape)
	}
	for _, s := range Shapes(roots...) {
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", s.Name, s.About)
		b.WriteString("| key | what it is | its value | for example |\n|---|---|---|---|\n")
		for _, k := range s.Keys {
			name := "`" + k.Name + "`"
			if k.Needed {
				name = "**" + name + "**"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", name, cell(k.About), cell(k.Kind.String()), cell(k.Name+": "+k.Example))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// cell makes a text fit into a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// String says in plain words what a value may be.
func (k *Kind) String() string {
	switch {
	case k.Low != 0 || k.High != 0:
		return fmt.Sprintf("%s from %d to %d", k.Says, k.Low, k.High)
	case k.Says != "":
		return k.Says
	case k.Either != nil:
		return k.alternatives()
	case k.Shape != nil:
		return fmt.Sprintf("[%s](#%s)", k.Shape.Name, k.Shape.anchor())
	case k.Keys != nil:
		return fmt.Sprintf("names, each with %s (at most %d)", k.Item, k.Max)
	case k.Item != nil:
		return fmt.Sprintf("%s, or a list of such (at most %d)", k.Item, k.Max)
	}
	return "`" + strings.Join(k.Words, "`, `") + "`"
}

func (k *Kind) alternatives() string {
	var parts []string
	for i := range k.Either {
		parts = append(parts, k.Either[i].String())
	}
	return strings.Join(parts, "; or ")
}

// anchor is how Markdown calls the shape's section.
func (s *Shape) anchor() string {
	var b strings.Builder
	for _, c := range strings.ToLower(s.Name) {
		switch {
		case c == ' ':
			b.WriteByte('-')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_', c == '-':
			b.WriteRune(c)
		}
	}
	return b.String()
}
