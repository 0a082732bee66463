package phone

import (
	"context"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// piece is a piece of a text: words, or a link that can be opened.
type piece struct{ Text, Href string }

var webAddress = regexp.MustCompile(`https?://[^\s"<>]+`)

// pieces takes a text apart at its links. A tracked one leads to this server whatever domain it names,
// so that it can be opened, and counts, where that domain is not served yet.
func (h *handlers) pieces(ctx context.Context, body string) []piece {
	var list []piece
	rest := body
	for {
		at := webAddress.FindStringIndex(rest)
		if at == nil {
			break
		}
		address := strings.TrimRight(rest[at[0]:at[1]], ".,;:!?)'")
		if at[0] > 0 {
			list = append(list, piece{Text: rest[:at[0]]})
		}
		list = append(list, piece{Text: address, Href: h.opens(ctx, address)})
		rest = rest[at[0]+len(address):]
	}
	if rest != "" {
		list = append(list, piece{Text: rest})
	}
	return list
}

// opens is what a link in a text opens: a tracked one itself, another where it leads.
func (h *handlers) opens(ctx context.Context, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	dir, code := path.Split(u.Path)
	if _, err := h.Store.Link(ctx, code); err == nil && strings.HasSuffix(dir, "/l/") {
		return "/l/" + code
	}
	return address
}
