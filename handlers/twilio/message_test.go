package twilio

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Ensure a text is taken as it was posted: its words to the byte, its pictures, the carrier's verdict,
// and whatever else came with it.
func TestReceived(t *testing.T) {
	for _, c := range []struct {
		name string
		form url.Values
		want bot.Received
	}{
		{"plain", inbound(), text(fsm.Inbound{Body: "Hi", Params: map[string]string{"NumMedia": "0"}})},
		{"spaces around", inbound("Body", " STOP \r\n"), text(fsm.Inbound{Body: " STOP \r\n", Params: map[string]string{"NumMedia": "0"}})},
		{"no UTF-8", inbound("Body", "a\xff\x00b"), text(fsm.Inbound{Body: "a\xff\x00b", Params: map[string]string{"NumMedia": "0"}})},
		{"a verdict", inbound("Body", "stop", "OptOutType", "STOP"), text(fsm.Inbound{Body: "stop", OptOutType: "STOP", Params: map[string]string{"NumMedia": "0"}})},
		{
			"unknown parameters", inbound("AddOns", `{"status":"ok"}`, "FromZip", "", "MessagingServiceSid", "MG1"),
			text(fsm.Inbound{Body: "Hi", Params: map[string]string{"NumMedia": "0", "AddOns": `{"status":"ok"}`, "FromZip": "", "MessagingServiceSid": "MG1"}}),
		},
		{
			"pictures alone", inbound("Body", "", "NumMedia", "2", "MediaUrl0", "https://m/0", "MediaContentType0", "image/png", "MediaUrl1", "https://m/1"),
			text(fsm.Inbound{
				Params: map[string]string{"NumMedia": "2"},
				Media:  []fsm.Media{{URL: "https://m/0", ContentType: "image/png"}, {URL: "https://m/1"}},
			}),
		},
		{
			"a picture out of order", inbound("NumMedia", "1", "MediaUrl7", "https://m/7"),
			text(fsm.Inbound{Body: "Hi", Params: map[string]string{"NumMedia": "1", "MediaUrl7": "https://m/7"}}),
		},
		{
			"repeated names", url.Values{"MessageSid": {"SM1"}, "From": {phone}, "To": {ours}, "Body": {"one", "two"}, "X": {"a", "b", "a"}},
			text(fsm.Inbound{Body: "one", Params: map[string]string{"Body": "two", "X": "a\nb\na"}}),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newRig(t)
			status, head, body := g.do(t, signed(g.url, MessagesPath, c.form))
			if status != 200 || head.Get("Content-Type") != "text/xml" || body != empty {
				t.Fatalf("%d %v %s", status, head, body)
			}
			if diff := cmp.Diff([]bot.Received{c.want}, g.taken()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// text fills in what all texts of the table have.
func text(in fsm.Inbound) bot.Received {
	in.ID, in.Sender = "SM1", ours
	return bot.Received{From: phone, Inbound: in}
}

// Ensure whoever texts is kept under his own address, and those that are no numbers are never
// texted back.
func TestAddresses(t *testing.T) {
	for from, replyable := range map[string]bool{
		phone: true, "72345": false, "ACME": false, "whatsapp:" + phone: false, "rcs:acme_agent": false, "+266696687": true,
	} {
		g := newRig(t)
		if status, _, body := g.do(t, signed(g.url, MessagesPath, inbound("From", from))); status != 200 {
			t.Fatalf("%s: %d %s", from, status, body)
		}
		if got := g.taken()[0].From; got != fsm.Phone(from) || got.Replyable() != replyable {
			t.Errorf("%s: kept as %s, replyable %v", from, got, got.Replyable())
		}
	}
}

// Fuzz: whatever is posted, reading it ends well, and nothing of a form is lost.
func FuzzForm(f *testing.F) {
	f.Add([]byte("MessageSid=SM1&From=%2B1&To=%2B2&Body=+STOP+&NumMedia=1&MediaUrl0=u&MediaContentType0=t"))
	f.Add([]byte("Body=a&Body=b&OptOutType=STOP&OptOutType=START&X=%ff%00&=&MediaUrl0=&MediaUrl1=x"))
	f.Add([]byte("a;b=%zz&&&=="))
	f.Fuzz(func(t *testing.T, body []byte) {
		form, p := parse(body)
		if p != nil {
			return
		}
		r := received(form)
		var got strings.Builder
		got.WriteString(strings.Join([]string{r.ID, string(r.From), r.Sender, r.Body, r.OptOutType}, "\n"))
		for _, m := range r.Media {
			got.WriteString("\n" + m.URL + "\n" + m.ContentType)
		}
		for _, value := range r.Params {
			got.WriteString("\n" + value)
		}
		all := got.String()
		for name, values := range form {
			for _, value := range values {
				if !strings.Contains(all, value) {
					t.Errorf("%q=%q is lost (UTF-8: %v)", name, value, utf8.ValidString(value))
				}
			}
			if _, kept := r.Params[name]; !kept && len(values) > 1 {
				t.Errorf("further values of %q are lost", name)
			}
		}
	})
}
