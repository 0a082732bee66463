package links

import (
	_ "embed"
	"net/http"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

//go:embed bots.txt
var botList string

// bots lists what the User-Agents of previews and bots contain, in small letters.
func bots() []string {
	var list []string
	for line := range strings.Lines(botList) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	return list
}

// tooSoon is how long after its release nobody has got, read and tapped a text that the carrier has not even
// reported as delivered.
const tooSoon = 3 * time.Second

// opening is all that is known of a link being opened.
type opening struct {
	*http.Request
	link fsm.Link
	text fsm.Message // whose link it is
	many bool        // its address opens one link after the other
	now  time.Time
}

// judge says who seems to have opened a link, and why it does not seem to have been a person.
func (h *handlers) judge(o opening) (by fsm.Opener, why string) {
	if why := h.bot(o); why != "" {
		return fsm.ByBot, why
	}
	if why := unlikeBrowser(o.Request); why != "" {
		return fsm.ByUnknown, why
	}
	return fsm.ByPerson, ""
}

// bot gives the reason why certainly no person opened a link, or "".
func (h *handlers) bot(o opening) string {
	agent := strings.ToLower(o.UserAgent())
	for _, bot := range h.bots {
		if strings.Contains(agent, bot) {
			return "its agent says " + strings.TrimSpace(bot)
		}
	}
	switch {
	case o.Method != http.MethodGet:
		return "it asked by " + o.Method
	case prefetch(o.Header):
		return "it was fetched ahead"
	case o.many:
		return "one address opened many links at once"
	case o.text.DeliveredAt == 0 && fsm.At(o.now).Sub(o.link.At) < tooSoon:
		return "it was opened before the text was delivered"
	}
	return ""
}

// prefetch tells whether a browser says that it fetches something that nobody has asked for yet.
func prefetch(head http.Header) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		value := strings.ToLower(head.Get(name))
		if strings.Contains(value, "prefetch") || strings.Contains(value, "preview") || strings.Contains(value, "prerender") {
			return true
		}
	}
	return false
}

// unlikeBrowser says what a request lacks that every browser sends when somebody taps a link, or "".
func unlikeBrowser(r *http.Request) string {
	mode := r.Header.Get("Sec-Fetch-Mode")
	switch {
	case !strings.HasPrefix(r.UserAgent(), "Mozilla/5.0 ("):
		return "its agent is no browser"
	case r.Header.Get("Accept-Language") == "":
		return "it names no language"
	case !strings.Contains(r.Header.Get("Accept"), "text/html"):
		return "it asks for no page"
	case mode != "" && mode != "navigate":
		return "a script asked"
	}
	return ""
}
