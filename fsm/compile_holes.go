package fsm

import (
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/liquid"
	"github.com/parley-sms/parley/fsm/spelling"
)

// hole checks one hole of a text: its filters, and that something is always there to fill it.
func (k *textCheck) hole(h *liquid.Hole, known []string) {
	kind, lacks := k.typeOf(h.Value), k.lacks(h.Value, known)
	for i, f := range h.Filters {
		filter, ok := filters()[f.Name]
		switch {
		case !ok:
			k.fail("has the filter %q, which is not there; %s", f.Name, spelling.Remedy(f.Name, sortedKeys(filters())))
			return
		case len(f.Args) < filter.least || len(f.Args) > filter.most:
			k.fail("gives the filter %s %d values; it takes %d to %d", f.Name, len(f.Args), filter.least, filter.most)
			return
		case filter.takes != nil && !slices.Contains(filter.takes, kind):
			k.fail("puts a %s into the filter %s, which takes a %s", kind, f.Name, filter.takes[0])
			return
		}
		switch f.Name {
		case "default":
			lacks = k.lacks(f.Args[0], known)
			if is := k.typeOf(f.Args[0]); is != kind && i+1 < len(h.Filters) {
				k.fail("puts a %s in the place of a %s before the filter %s; let default be the last filter", is, kind, h.Filters[i+1].Name)
				return
			}
		case "append":
			lacks = lacks || k.lacks(f.Args[0], known)
			kind = StringType
		case "money", "date":
			kind = StringType
		}
		k.arguments(h, i)
	}
	if kind == DateType || kind == TimeType {
		k.fail("would show %s as computers write it; write {{ %s | date }}", h.Value.Name, h.Value.Name)
	}
	if lacks {
		k.fail("has a hole where %s is not known; write {{ %s | default: \"…\" }}, or say it within {%% if %s %%}", h.Value.Name, h.Value.Name, h.Value.Name)
	}
}

func (k *textCheck) typeOf(v liquid.Value) Type {
	if v.Name == "" {
		return literalType(v)
	}
	return k.vars[v.Name].field.Type
}

func (k *textCheck) lacks(v liquid.Value, known []string) bool {
	return v.Name != "" && k.vars[v.Name].lacks && !slices.Contains(known, v.Name) || v.Name == "" && v.Literal == nil
}

// arguments checks what one filter is given.
func (k *textCheck) arguments(h *liquid.Hole, i int) {
	f := h.Filters[i]
	switch f.Name {
	case "truncate":
		if n, ok := f.Args[0].Literal.(float64); !ok || n < 4 || n != float64(int(n)) || n > MaxField {
			k.fail("truncates to no length; write a number from 4 to %d", MaxField)
		}
	case "round":
		for _, arg := range f.Args {
			if n, ok := arg.Literal.(float64); !ok || n < 0 || n > 6 || n != float64(int(n)) {
				k.fail("rounds to no number of places; write one from 0 to 6")
			}
		}
	case "date":
		k.dateFormat(f.Args)
	case "link":
		k.linkTo(h, i)
	}
}

func (k *textCheck) dateFormat(args []liquid.Value) {
	if len(args) == 0 {
		return
	}
	format, ok := args[0].Literal.(string)
	if !ok {
		k.fail(`has a date without a format; write it like date: "%%a %%b %%-d"`)
		return
	}
	parts, why := dateParts(format)
	if why != "" {
		k.fail("has a date that cannot be written: %s", why)
	}
	for _, sign := range []string{"%a", "%A", "%b", "%B"} {
		if slices.Contains(parts, sign) && !isEnglish(k.scope.language) {
			k.c.warn(k.where, "says names of days and months in English (%s), though the text is in %s; write the date in numbers, as %%-d/%%-m", sign, k.scope.language)
			return
		}
	}
}

// linkTo checks where a link leads, as far as it is fixed.
func (k *textCheck) linkTo(h *liquid.Hole, i int) {
	p := k.c.p
	switch {
	case !k.scope.links:
		k.fail("holds a tracked link, which only the texts of workflows can; write the address out, or let the keyword start a workflow")
		return
	case len(p.Links.Allow)+len(p.Links.Schemes) == 0:
		k.fail("holds a link, but links.allow names no host that links may lead to")
		return
	case i+1 != len(h.Filters):
		k.fail("changes a link after it was made; let link be the last filter")
		return
	}
	head, ok := h.Value.Literal.(string)
	if !ok {
		return // where it leads is checked when it is made
	}
	whole := i == 0
	if !whole && !p.leadsIntoApp(head) {
		m := linkForm.FindStringSubmatch(head)
		if m == nil || !strings.ContainsAny(head[strings.Index(head, "//")+2:], "/?#") {
			k.fail("appends to %q, so it could lead to another host; let what is fixed hold the host and a /", head)
			return
		}
	}
	if why := p.mayLead(head); why != "" {
		k.fail("%s", strings.TrimPrefix(why, "the text "))
	}
}
