package format

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

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

// Written is a single value as it stands there: a float64, a bool or a text; nil for nothing.
func (v Value) Written() any {
	if v.IsNull() {
		return nil
	}
	s := v.Text()
	switch v.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		if n, err := strconv.ParseFloat(s, 64); err == nil {
			return n
		}
	case *ast.BoolNode:
		return s == "true"
	}
	return s
}

// Is tells whether a value is this one word.
func (v Value) Is(word string) bool {
	s, single := v.scalar()
	return single && strings.TrimSpace(s) == word
}
