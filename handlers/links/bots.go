package links

import (
	_ "embed"
	"net/http"
	"strings"
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

// counts tells whether a request looks like a person who opens a link: no HEAD, no prefetch, and no
// agent that names itself a preview or a bot.
func (h *handlers) counts(r *http.Request) bool {
	if r.Method != http.MethodGet || strings.Contains(r.Header.Get("Sec-Purpose")+r.Header.Get("Purpose")+r.Header.Get("X-Moz"), "prefetch") {
		return false
	}
	agent := strings.ToLower(r.UserAgent())
	for _, bot := range h.bots {
		if strings.Contains(agent, bot) {
			return false
		}
	}
	return true
}
