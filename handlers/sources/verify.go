package sources

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// maxSignatures bounds the signatures of one header: a source sends two while it changes its key.
const maxSignatures = 8

var placeForm = regexp.MustCompile(`\{[A-Za-z0-9_-]+\}`)

// verify gives the reason why a request does not prove that it comes from its source; "" where it does.
func verify(a fsm.Auth, keys []string, head http.Header, body []byte, now time.Time) string {
	switch a.Scheme {
	case "basic":
		user, password, _ := (&http.Request{Header: head}).BasicAuth()
		return match(keys, user+":"+password, "the user or password is not the one that is set here")
	case "token":
		token, ok := strings.CutPrefix(head.Get(a.Header), a.Prefix)
		if !ok || token == "" {
			return "the header " + a.Header + " has no token"
		}
		return match(keys, token, "the token is not the one that is set here")
	}
	s := signed{a, head, body, pairsOf(a, head.Get(a.Header))}
	if why := s.stale(now); why != "" {
		return why
	}
	given := s.signatures()
	if len(given) == 0 {
		return "the header " + a.Header + " has no signature"
	}
	for _, key := range keys {
		want, err := s.sum(key)
		if err != nil {
			return err.Error()
		}
		for _, signature := range given {
			if hmac.Equal(signature, want) {
				return ""
			}
		}
	}
	return "the signature is not of this body by the key that is set here"
}

// match compares without telling by the time it takes how much was right.
func match(keys []string, given, why string) string {
	sum := sha256.Sum256([]byte(given))
	for _, key := range keys {
		if want := sha256.Sum256([]byte(key)); subtle.ConstantTimeCompare(sum[:], want[:]) == 1 {
			return ""
		}
	}
	return why
}

// signed is a request with a signature.
type signed struct {
	fsm.Auth
	head  http.Header
	body  []byte
	pairs map[string][]string // of a header such as t=1,v1=ab
}

func pairsOf(a fsm.Auth, header string) map[string][]string {
	if a.Pair == "" {
		return nil
	}
	pairs := map[string][]string{}
	for i, part := range strings.Split(header, ",") {
		if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok && i < 2*maxSignatures {
			pairs[name] = append(pairs[name], value)
		}
	}
	return pairs
}

// named is the value of a pair, or of a header.
func (s *signed) named(name string) string {
	if values := s.pairs[name]; len(values) > 0 {
		return values[0]
	}
	return s.head.Get(name)
}

// stale tells why the time of a signature is not the present; "" where it is, or none is signed.
func (s *signed) stale(now time.Time) string {
	if s.Timestamp == "" {
		return ""
	}
	text := s.named(s.Timestamp)
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return fmt.Sprintf("%.40q in %s is no time in seconds", text, s.Timestamp)
	}
	if off := now.Sub(time.Unix(seconds, 0)); off.Abs() > s.Tolerance {
		return fmt.Sprintf("it was signed %v from the server's time, and may be %v off: it is a repeat, or a clock is wrong", off.Round(time.Second), s.Tolerance)
	}
	return ""
}

// signatures reads those that the header holds; several while the source changes its key.
func (s *signed) signatures() (list [][]byte) {
	words := strings.Fields(s.head.Get(s.Header))
	if s.Pair != "" {
		words = s.pairs[s.Pair]
	}
	for _, word := range words[:min(len(words), maxSignatures)] {
		word, ok := strings.CutPrefix(word, s.Prefix)
		if !ok {
			continue
		}
		decode := hex.DecodeString
		if s.Encoding == "base64" {
			decode = base64.StdEncoding.DecodeString
		}
		if signature, err := decode(word); err == nil && len(signature) > 0 {
			list = append(list, signature)
		}
	}
	return list
}

// sum is the signature that a key makes.
func (s *signed) sum(key string) ([]byte, error) {
	secret := []byte(key)
	if s.Key == "base64" {
		var err error
		if secret, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(key, "whsec_")); err != nil {
			return nil, fmt.Errorf("the key that is set here is no base64")
		}
	}
	mac := hmac.New(map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha512": sha512.New}[s.Algorithm], secret)
	for rest := s.Signed; rest != ""; {
		at := placeForm.FindStringIndex(rest)
		if at == nil {
			mac.Write([]byte(rest))
			break
		}
		mac.Write([]byte(rest[:at[0]]))
		if name := rest[at[0]+1 : at[1]-1]; name == "body" {
			mac.Write(s.body)
		} else {
			mac.Write([]byte(s.named(name)))
		}
		rest = rest[at[1]:]
	}
	return mac.Sum(nil), nil
}
