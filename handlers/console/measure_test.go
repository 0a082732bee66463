package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
)

// part posts a form as a part of a page does.
func (b *browser) part(path string, fields ...string) page {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, _ := http.NewRequestWithContext(b.Context(), http.MethodPost, b.url+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Hx-Request", "true")
	return b.do(r)
}

// Ensure an answer is measured as it is billed: what it takes, what still fits, and what makes it dearer.
func TestMeasure(t *testing.T) {
	p := &fsm.Program{Definition: fsm.Definition{Price: 0.0083}}
	for _, try := range []struct {
		text string
		want measure
	}{
		{"  ", measure{}},
		{"hello", measure{1, segment.GSM7, 155, 0, "0.0083 USD", ""}},
		{strings.Repeat("a", 160) + "  ", measure{1, segment.GSM7, 0, 0, "0.0083 USD", ""}},
		{strings.Repeat("a", 161), measure{2, segment.GSM7, 145, 0, "0.0166 USD", ""}},
		{strings.Repeat("€", 80), measure{1, segment.GSM7, 0, 0, "0.0083 USD", ""}},
		{"“quoted”", measure{1, segment.GSM7, 152, 0, "0.0083 USD", ""}}, // the carrier puts plain ones in
		{"ещё", measure{1, segment.UCS2, 67, 0, "0.0083 USD", "е"}},
		{strings.Repeat("a", 1602), measure{11, segment.GSM7, 81, 2, "0.0913 USD", ""}},
	} {
		got := measureOf(p, try.text)
		if got.Over != try.want.Over || got.Segments != try.want.Segments || got.Encoding != try.want.Encoding || got.Left != try.want.Left || got.Culprit != try.want.Culprit || got.Cost != try.want.Cost {
			t.Errorf("%.20q: %+v, want %+v", try.text, got, try.want)
		}
	}
}

// Ensure the page tells what a draft takes without scripts too, keeps it, and sends nothing.
func TestPreview(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	kim.post("/inbox/+12125550123/measure", "body", "my <words>").wants(200, "1 segment, GSM-7; 150 more letters fit").wants(200, "my &lt;words&gt;</textarea>")
	p := kim.part("/inbox/+12125550123/measure", "body", "ещё").wants(200, "1 segment, UCS-2; 67 more letters fit. “е” makes it UCS-2")
	if strings.Contains(p.body, "<html") {
		t.Error("a part of a page is a whole page")
	}
	kim.part("/inbox/+12125550123/measure", "body", "").wants(200, "")
	r.browser().part("/inbox/+12125550123/measure", "body", "x").wants(401, "")
	texts, err := r.store.Messages(t.Context(), anna, 0, 10)
	if err != nil || len(texts) > 1 {
		t.Errorf("%v %v", texts, err)
	}
}

// Ensure an agent is warned of a person's night, and of what happens all the same.
func TestNight(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	r.joins()
	if p := kim.get("/inbox/+12125550123"); strings.Contains(p.body, `id="night"`) {
		t.Error("it is noon there")
	}
	r.passes(11 * time.Hour)
	kim.get("/inbox/+12125550123").wants(200, "It is Mon 23:00 there, within their quiet hours until Tue 10:00. What you send goes at once all the same")
}
