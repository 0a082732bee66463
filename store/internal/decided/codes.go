package decided

import (
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Codes lists what may be codes of tracked links in a message: what stands behind a slash.
func Codes(m *fsm.Message) []string {
	if !m.Out {
		return nil
	}
	var codes []string
	for i, piece := range strings.Split(m.Body, "/") {
		end := strings.IndexFunc(piece, func(r rune) bool {
			return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' && r != '_'
		})
		if end >= 0 {
			piece = piece[:end]
		}
		if i > 0 && piece != "" && len(piece) <= MaxCode {
			codes = append(codes, piece)
		}
	}
	return codes
}
