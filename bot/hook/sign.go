package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// secretMark is what a Standard Webhooks secret begins with; its key follows in base64.
const secretMark = "whsec_"

// key is the key of a secret: decoded where it is marked, else its bytes as they are.
func key(secret string) ([]byte, error) {
	coded, marked := strings.CutPrefix(secret, secretMark)
	if !marked {
		return []byte(secret), nil
	}
	k, err := base64.StdEncoding.DecodeString(coded)
	if err != nil || len(k) == 0 {
		return nil, fmt.Errorf("the secret begins with %s, so base64 must follow", secretMark)
	}
	return k, nil
}

// sign sets the headers that tell who posts what, by Standard Webhooks: the id, the time in seconds
// since 1970, and, where there is a secret, an HMAC over both and the body. Of several secrets with commas
// between them each signs, so that one can be exchanged for another while nothing is refused.
func sign(head http.Header, id string, at time.Time, body []byte, secret string) error {
	stamp := strconv.FormatInt(at.Unix(), 10)
	head.Set("Webhook-Id", id)
	head.Set("Webhook-Timestamp", stamp)
	if secret == "" {
		return nil
	}
	var signatures []string
	for one := range strings.SplitSeq(secret, ",") {
		k, err := key(strings.TrimSpace(one))
		if err != nil {
			return err
		}
		mac := hmac.New(sha256.New, k)
		fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body) // a hash takes everything
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	head.Set("Webhook-Signature", strings.Join(signatures, " "))
	return nil
}
