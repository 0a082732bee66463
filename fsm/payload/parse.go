package payload

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm"
)

// Parse reads what a source has posted, with headers by their names in any letters. Where the body is no JSON object,
// it says why.
func Parse(header map[string]string, body []byte) (in fsm.Posted, why string) {
	if !utf8.Valid(body) {
		return in, "the body is not UTF-8"
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value map[string]any
	if err := dec.Decode(&value); err != nil || value == nil {
		return in, "the body is no JSON object"
	}
	if rest := body[dec.InputOffset():]; len(bytes.TrimSpace(rest)) > 0 {
		return in, "the body goes on behind its object"
	}
	sum := sha256.Sum256(body)
	in = fsm.Posted{Header: make(map[string]string, len(header)), Body: exact(value), Digest: hex.EncodeToString(sum[:16])}
	for name, value := range header {
		in.Header[strings.ToLower(name)] = value
	}
	return in, ""
}

// exact reads JSON's numbers as whole ones where they are: ids must stay exact.
func exact(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.Atoi(v.String()); err == nil {
			return n
		}
		n, err := v.Float64()
		if err != nil {
			return v.String()
		}
		return n
	case map[string]any:
		for name := range v {
			v[name] = exact(v[name])
		}
	case []any:
		for i := range v {
			v[i] = exact(v[i])
		}
	}
	return v
}
