package chart

import (
	_ "embed"
	"fmt"
	"html/template"
	"maps"
)

var (
	//go:embed page.css
	style string
	//go:embed figure.html
	figure string
)

// Page reads the template of a page that shows charts and needs nothing else: no script, no font, no picture. It has
// {{style}} for its head, and {{template "figure"}}, which draws Bars with their legend and their numbers as a table.
func Page(source string, more template.FuncMap) (*template.Template, error) {
	funcs := template.FuncMap{
		"style":  func() template.CSS { return template.CSS(style) },                          //nolint:gosec // it is ours
		"color":  func(i int) template.CSS { return template.CSS(Colors()[i%len(Colors())]) }, //nolint:gosec // constants
		"series": func(i int) int { return i%len(Colors()) + 1 }, "number": Number,
	}
	maps.Copy(funcs, more)
	page, err := template.New("page").Funcs(funcs).Parse(source)
	if err == nil {
		_, err = page.New("figure").Parse(figure)
	}
	if err != nil {
		return nil, fmt.Errorf("read a page's template: %w", err)
	}
	return page, nil
}

// Drawing is the chart as SVG for a template; it escapes what it is given itself.
func (b Bars) Drawing() template.HTML { return template.HTML(b.SVG()) } //nolint:gosec // it escapes
