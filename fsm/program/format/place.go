package format

import "strings"

// Place is where something is written in a file.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`             // from 1
	Column int    `json:"column"`           // in characters, from 1
	Source string `json:"source,omitempty"` // the line
}

// Place tells where a value is written.
func (v Value) Place() Place {
	if !v.Exists() || v.at == nil {
		return Place{}
	}
	p := Place{File: v.src.name, Line: v.at.Line, Column: max(v.at.Column, 1)}
	if p.Line > 0 && p.Line <= len(v.src.lines) && len(v.src.lines[p.Line-1]) <= longestShown {
		p.Source = strings.TrimRight(v.src.lines[p.Line-1], "\r")
	}
	return p
}

// Is tells whether a value is this one word.
func (v Value) Is(word string) bool {
	s, single := v.scalar()
	return single && strings.TrimSpace(s) == word
}
