package twilio

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	carrier "github.com/parley-sms/parley/bot/twilio"
)

// Ensure every post that is not as it should be is refused with a problem that says why, is counted,
// and reaches nobody.
func TestGates(t *testing.T) {
	long := inbound("Body", strings.Repeat("x", maxForm))
	for _, c := range []struct {
		name   string
		change func(public string, p *posting)
		status int
		reason string
		says   string
	}{
		{"a GET", func(_ string, p *posting) { p.method, p.body = http.MethodGet, "" }, 405, "method", "GET is not taken"},
		{"a PUT", func(_ string, p *posting) { p.method = http.MethodPut }, 405, "method", "PUT is not taken"},
		{"a DELETE", func(_ string, p *posting) { p.method = http.MethodDelete }, 405, "method", "HTTP POST"},
		{"JSON", func(_ string, p *posting) { p.kind, p.body = "application/json", `{"Body":"Hi"}` }, 415, "kind", formType},
		{"no kind", func(_ string, p *posting) { p.kind = "" }, 415, "kind", formType},
		{"multipart", func(_ string, p *posting) { p.kind = "multipart/form-data; boundary=x" }, 415, "kind", formType},
		{"too large", func(public string, p *posting) { *p = signed(public, p.path, long) }, 413, "size", "65536"},
		{"a bare semicolon", func(_ string, p *posting) { p.body += ";x=1" }, 400, "form", "semicolon"},
		{"a broken escape", func(_ string, p *posting) { p.body += "&x=%zz" }, 400, "form", "no form"},
		{"unsigned", func(_ string, p *posting) { p.signature = "" }, 403, "signature", "X-Twilio-Signature"},
		{"signed by another", func(_ string, p *posting) { p.signature = "L/OH5YylLD5NRKLltdqwSvS0BnU=" }, 403, "signature", "auth token"},
		{"another body", func(_ string, p *posting) { p.body = strings.Replace(p.body, "Hi", "Ho", 1) }, 403, "signature", "does not fit"},
		{"another query", func(_ string, p *posting) { p.path += "?x=1" }, 403, "signature", "public URL"},
		{"JSON mode smuggled in", func(public string, p *posting) {
			*p = signed(public, p.path+"?bodySHA256=00", url.Values{})
			p.body = inbound().Encode()
		}, 403, "signature", "does not fit"},
		{"an empty post", func(public string, p *posting) { *p = signed(public, p.path, url.Values{}) }, 400, "field", "MessageSid is missing"},
		{"two ids", func(public string, p *posting) {
			form := inbound()
			form.Add("MessageSid", "SM2")
			*p = signed(public, p.path, form)
		}, 400, "field", "MessageSid is there 2 times"},
		{"an endless id", func(public string, p *posting) {
			*p = signed(public, p.path, inbound("MessageSid", strings.Repeat("S", 65)))
		}, 400, "field", "65 bytes"},
		{"a zero byte in an id", func(public string, p *posting) {
			*p = signed(public, p.path, inbound("MessageSid", "SM\x001"))
		}, 400, "field", "control characters"},
	} {
		for _, path := range []string{MessagesPath, carrier.StatusPath} {
			t.Run(c.name+" "+path, func(t *testing.T) {
				g := newRig(t)
				p := signed(g.url, path, inbound("MessageStatus", "sent"))
				c.change(g.url, &p)
				status, head, body := g.do(t, p)
				checkProblem(t, c.status, status, head, body)
				if !strings.Contains(body, c.says) {
					t.Errorf("%s does not say %q", body, c.says)
				}
				if c.status == 405 && head.Get("Allow") != "POST" {
					t.Errorf("allows %q", head.Get("Allow"))
				}
				if reason := <-g.refused; reason != c.reason {
					t.Errorf("counted as %q", reason)
				}
				if len(g.taken())+len(g.reported()) > 0 || strings.Contains(g.log.String(), phone) {
					t.Errorf("taken %+v %+v, logged %s", g.taken(), g.reported(), g.log)
				}
			})
		}
	}
}

func checkProblem(t *testing.T, want, status int, head http.Header, body string) {
	t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatalf("%d %s: %v", status, body, err)
	}
	if status != want || p.Status != want || p.Type != "about:blank" || p.Title == "" || head.Get("Content-Type") != "application/problem+json" {
		t.Errorf("want %d, got %d %v %s", want, status, head, body)
	}
}

// Ensure a missing field is named.
func TestMissingFields(t *testing.T) {
	for path, fields := range map[string][]string{
		MessagesPath:       {"MessageSid", "From", "To"},
		carrier.StatusPath: {"MessageSid", "MessageStatus"},
	} {
		for _, field := range fields {
			g := newRig(t)
			form := inbound("MessageStatus", "sent")
			form.Del(field)
			status, head, body := g.do(t, signed(g.url, path, form))
			checkProblem(t, http.StatusBadRequest, status, head, body)
			if !strings.Contains(body, `"field":"`+field+`"`) {
				t.Errorf("%s is not named in %s", field, body)
			}
		}
	}
}

// Ensure what is not stored is never answered with 200.
func TestNotStored(t *testing.T) {
	for _, path := range []string{MessagesPath, carrier.StatusPath + "?phone=%2B1&seq=1"} {
		g := newRig(t)
		g.fail(errors.New("disk full"))
		status, head, body := g.do(t, signed(g.url, path, inbound("MessageStatus", "sent")))
		checkProblem(t, http.StatusServiceUnavailable, status, head, body)
		if !strings.Contains(g.log.String(), "disk full") || strings.Contains(body, "disk full") {
			t.Errorf("answered %s, logged %s", body, g.log)
		}
	}
}
