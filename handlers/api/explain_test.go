package api

import (
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/explain"
)

// Ensure a person's story is told in parts, of a past moment and of one text, and to readers alone.
func TestExplain(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "join")
	r.texts(ada, "SM2", "yes")
	whole := decoded[explain.Report](t, r.do("GET", subs+ada+"/explain", ""))
	if len(whole.Story) < 2 || whole.Earlier != 0 || whole.Next != nil || !strings.Contains(whole.Story[0].What, `"join" (text /1)`) {
		t.Errorf("the whole story is %+v", whole)
	}
	first := decoded[explain.Report](t, r.do("GET", subs+ada+"/explain?after=0&limit=1", ""))
	if len(first.Story) != 1 || first.Next == nil || *first.Next != 1 {
		t.Errorf("its first part is %+v", first)
	}
	then := decoded[explain.Report](t, r.do("GET", subs+ada+"/explain?at="+noon.Format("2006-01-02T15:04:05Z"), ""))
	if then.Changes != whole.Changes {
		t.Errorf("at the same moment there were %d changes, want %d", then.Changes, whole.Changes)
	}
	one := decoded[explain.Report](t, r.do("GET", subs+ada+"/explain?message=SM1", ""))
	if one.Message == nil || one.Message.ID != ada+"/1" || one.Message.Direction != "inbound" {
		t.Errorf("the text is %+v", one.Message)
	}
}

// Ensure each bad question is refused with the field that is wrong.
func TestExplainRefuses(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "join")
	for path, want := range map[string]struct {
		status int
		field  string
	}{
		subs + "12/explain":                                        {422, "phone"},
		subs + "+12125550199/explain":                              {404, "phone"},
		subs + ada + "/explain?at=yesterday":                       {422, "at"},
		subs + ada + "/explain?at=2001-01-01T00:00:00Z":            {404, "at"},
		subs + ada + "/explain?at=2101-01-01T00:00:00Z":            {422, "at"},
		subs + ada + "/explain?since=1":                            {422, "since"},
		subs + ada + "/explain?limit=0":                            {422, "limit"},
		subs + ada + "/explain?limit=1001":                         {422, "limit"},
		subs + ada + "/explain?after=-1":                           {422, "after"},
		subs + ada + "/explain?after=1&since=2026-01-01T00:00:00Z": {422, "after"},
		subs + ada + "/explain?message=99":                         {404, "message"},
		subs + ada + "/explain?message=%2B12125550199/1":           {404, "message"},
		subs + ada + "/explain?message=x":                          {404, "message"},
	} {
		a := r.do("GET", path, "")
		if p := decoded[problem](t, a); a.status != want.status || p.Field != want.field {
			t.Errorf("%s: %d %s, want %d for %s", path, a.status, a.body, want.status, want.field)
		}
	}
}
