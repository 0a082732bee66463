package join

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/visitor"
)

// The limits of a form.
const (
	maxForm  = 8 << 10 // bytes
	maxPhone = 40      // characters
	maxAgent = 400     // characters of a browser's name that are kept
	openFor  = 12 * time.Hour
)

// token is what a form must bring, so that it comes from a page of this server that is not old.
func (h *pages) token(keyword string) string {
	at := strconv.FormatInt(time.Now().Unix(), 10)
	return at + "." + h.seal(keyword, at)
}

func (h *pages) seal(keyword, at string) string {
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(at + " " + keyword))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// fresh tells whether a token is one of this page, and not old.
func (h *pages) fresh(keyword, token string) bool {
	at, seal, _ := strings.Cut(token, ".")
	seconds, err := strconv.ParseInt(at, 10, 64)
	return err == nil && hmac.Equal([]byte(seal), []byte(h.seal(keyword, at))) && time.Since(time.Unix(seconds, 0)) < openFor
}

// post lets the machine ask the phone of a form whether it wants texts.
func (h *pages) post(c *gin.Context) {
	k, ok := h.keyword(c)
	if !ok {
		return
	}
	v := h.pageOf(c, k)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(30 * time.Second)) // a writer without deadlines has none to keep
	if err := c.Request.ParseForm(); err != nil {
		v.Problem = v.Words.Broken
		h.show(c, http.StatusBadRequest, v)
		return
	}
	form := c.Request.PostForm
	v.Phone = strings.ToValidUTF8(strings.TrimSpace(form.Get("phone")), "")
	phone, status := h.read(k, form.Get("token"), form.Get("agree"), &v)
	switch {
	case status != http.StatusOK:
	case !h.callers.Allow(c.Request, time.Now()) || !h.all.Allow():
		c.Header("Retry-After", "300")
		v.Problem, status = v.Words.Busy, http.StatusTooManyRequests
	default:
		status = h.ask(c, k, phone, &v)
	}
	if status != http.StatusOK {
		h.show(c, status, v)
		return
	}
	c.Redirect(http.StatusSeeOther, v.Path+"?sent=1") // so that nobody sends it again by looking again
}

// read looks at what was filled in.
func (h *pages) read(k fsm.Keyword, token, agree string, v *page) (fsm.Phone, int) {
	if utf8.RuneCountInString(v.Phone) > maxPhone {
		v.Phone = ""
	}
	region := ""
	if j := h.Engine.Program().Join; j != nil {
		region = j.Region
	}
	phone, why := contacts.Number(v.Phone, region)
	switch {
	case !h.fresh(k.Name, token):
		v.Problem = v.Words.Stale
		return "", http.StatusForbidden
	case why != "":
		v.Problem, v.Wrong = v.Words.BadNumber, "phone"
		return "", http.StatusUnprocessableEntity
	case agree != "yes":
		v.Problem, v.Wrong = v.Words.BadBox, "agree"
		return "", http.StatusUnprocessableEntity
	}
	return phone, http.StatusOK
}

// ask hands the request to the machine, with what proves it.
func (h *pages) ask(c *gin.Context, k fsm.Keyword, phone fsm.Phone, v *page) int {
	agent := []rune(strings.ToValidUTF8(c.Request.UserAgent(), ""))
	proof := map[string]string{"form": h.Base + v.Path, "shown": v.Agree, "keyword": k.Name, "user_agent": string(agent[:min(len(agent), maxAgent)]),
		"language": v.Lang}
	if address := visitor.Address(c.Request); address.IsValid() {
		proof["ip"] = address.String()
	}
	now := h.Engine.Now()
	_, err := h.Engine.Apply(c.Request.Context(), phone, fsm.OptIn{Purpose: fsm.ForMarketing, Source: "form " + v.Path, Evidence: proof, At: fsm.At(now), Ask: true})
	if err != nil {
		h.Log.Error("a form could not be stored", "phone", phone.Redacted(), "err", err)
		v.Problem = v.Words.Broken
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}
