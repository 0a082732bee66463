package keywords

import (
	"errors"
	"fmt"
	"strings"
)

// entry is one definition of a language file: a name and its alternatives.
type entry struct {
	section, name string
	alternatives  string // with | between them
	line          int
}

// parseFile reads the entries of a language file. Every error names the line.
func parseFile(name, source string) ([]entry, error) {
	var entries []entry
	var errs []error
	section := ""
	for i, line := range strings.Split(source, "\n") {
		line = strings.TrimRight(line, " \t\r")
		err := error(nil)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section, err = parseSection(line)
		case line[0] == ' ' || line[0] == '\t':
			err = continueEntry(entries, line)
		default:
			entries, err = beginEntry(entries, section, line, i+1)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, i+1, err))
		}
	}
	return entries, errors.Join(errs...)
}

func parseSection(line string) (string, error) {
	section, closed := strings.CutSuffix(line[1:], "]")
	if !closed || !sections[section] {
		return "", fmt.Errorf("%q is no section; there are %s", line, known(sections))
	}
	return section, nil
}

func beginEntry(entries []entry, section, line string, number int) ([]entry, error) {
	name, alternatives, ok := strings.Cut(line, "=")
	name = strings.TrimSpace(name)
	switch {
	case !ok || name == "":
		return entries, fmt.Errorf("%q is no entry; write name = words | more words", line)
	case section == "":
		return entries, errors.New("an entry stands before the first [section]")
	}
	for _, e := range entries {
		if e.section == section && e.name == name {
			return entries, fmt.Errorf("%s is defined in line %d already", name, e.line)
		}
	}
	return append(entries, entry{section, name, strings.TrimSpace(alternatives), number}), nil
}

// continueEntry adds an indented line to the entry above: one more alternative.
func continueEntry(entries []entry, line string) error {
	if len(entries) == 0 {
		return errors.New("an indented line goes on with the entry above, but there is none")
	}
	last := &entries[len(entries)-1]
	if last.alternatives != "" {
		last.alternatives += " | "
	}
	last.alternatives += strings.TrimPrefix(strings.TrimSpace(line), "| ")
	return nil
}
