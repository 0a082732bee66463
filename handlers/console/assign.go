package console

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// agents names everybody who can have threads.
func (h *console) agents(ctx context.Context) ([]string, error) {
	all, err := h.Users.List(ctx)
	var names []string
	for _, u := range all {
		if u.Ready() && u.Role.May(user.Talk) {
			names = append(names, u.Name)
		}
	}
	return names, err
}

// postAssign gives a thread to somebody who can have it.
func (h *console) postAssign(c *gin.Context) {
	agents, err := h.agents(c.Request.Context())
	to := user.Canonical(c.PostForm("to"))
	switch {
	case err != nil:
		h.broken(c, err)
	case !slices.Contains(agents, to):
		h.threaded(c, http.StatusUnprocessableEntity, "Nobody of that name can have threads. Those who can: "+strings.Join(agents, ", ")+".", "")
	default:
		h.deed(c, fsm.Take{Agent: to, From: c.PostForm("from"), By: who(c).Name}, "")
	}
}

// editable is an attribute as the program declares it.
type editable struct{ Name, Type string }

// editableOf lists what the program lets be known of a person.
func editableOf(p *fsm.Program) (list []editable) {
	for name, f := range p.Attributes {
		what := string(f.Type)
		if len(f.OneOf) > 0 {
			what = strings.Join(f.OneOf, ", ")
		}
		list = append(list, editable{name, what})
	}
	slices.SortFunc(list, func(a, b editable) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// postAttribute writes down what is known of a person; nothing forgets it.
func (h *console) postAttribute(c *gin.Context) {
	name, written := c.PostForm("name"), strings.TrimSpace(c.PostForm("value"))
	field, known := h.Engine.Program().Attributes[name]
	if !known {
		h.threaded(c, http.StatusUnprocessableEntity, "The program has no attribute of that name.", "")
		return
	}
	var value any
	if written != "" {
		var why string
		if value, why = field.Read(written); why != "" {
			h.threaded(c, http.StatusUnprocessableEntity, "Nothing was changed: "+name+" "+why+".", "")
			return
		}
	}
	h.deed(c, fsm.Attributes{Set: map[string]any{name: value}, Source: "staff", By: who(c).Name}, "")
}
