package program

import (
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var touch = format.Choice(touchNames()...)

var attributionShape = format.Shape{
	Name: "attribution", About: "Which text an order is attributed to: of the first kind of touch in prefer that lies within its window, the latest. Another text gets nothing of it, so an order counts once over all workflows.",
	Keys: []format.Key{
		format.May("windows", format.Of(&windowsShape), "how long before an order each kind of touch still counts, at most 30d", "{ click: 5d, delivered: 12h }"),
		format.May("prefer", format.List(touch, 4), "the kinds that count, the strongest first; code, click, reply, delivered where it is left out", "[code, click]"),
	},
}

var windowsShape = format.Shape{
	Name: "windows", About: "How long before an order each kind of touch still counts.",
	Keys: []format.Key{
		format.May("code", span, "the text gave the code that the order was made with; 30d where it is left out", "30d"),
		format.May("click", span, "a person opened its link; 7d where it is left out", "5d"),
		format.May("reply", span, "its question was answered; 3d where it is left out", "3d"),
		format.May("delivered", span, "it arrived; 24h where it is left out", "12h"),
	},
}

func touchNames() []string {
	var names []string
	for _, kind := range fsm.Touches() {
		names = append(names, string(kind))
	}
	return names
}

func attributionOf(v format.Value) (a fsm.Attribution) {
	if !v.Exists() {
		return a
	}
	o := v.Object(&attributionShape)
	for _, item := range o.Get("prefer").Items() {
		a.Prefer = append(a.Prefer, fsm.TouchKind(item.OneOf(touchNames()...)))
	}
	if !o.Has("windows") {
		return a
	}
	windows := o.Get("windows").Object(&windowsShape)
	a.Windows = map[fsm.TouchKind]time.Duration{}
	for _, name := range touchNames() {
		if windows.Has(name) {
			a.Windows[fsm.TouchKind(name)] = windows.Span(name)
		}
	}
	return a
}

// attribution writes how orders are attributed.
func (p *printer) attribution(a fsm.Attribution) *format.Keys {
	k, windows := format.NewKeys(&attributionShape), format.NewKeys(&windowsShape)
	for kind, window := range a.Windows {
		windows.Set(string(kind), p.span(window))
	}
	k.Set("windows", windows)
	k.Set("prefer", format.ItemsOf(a.Prefer, func(kind fsm.TouchKind) any { return string(kind) }))
	return k
}
