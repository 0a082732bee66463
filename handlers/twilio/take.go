package twilio

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/trace"
	carrier "github.com/parley-sms/parley/bot/twilio"
)

// empty is TwiML that texts nobody.
const empty = `<?xml version="1.0" encoding="UTF-8"?><Response/>`

// taker stores a genuine post, or says why it did not.
type taker func(ctx context.Context, query, form url.Values) *problem

// take is the road of every post: read, checked, stored, and answered only then.
func (h *handlers) take(store taker) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request = c.Request.WithContext(trace.With(c.Request.Context(), carrier.TraceOf(c.Request.URL.Query())))
		form, p := readForm(c)
		if p == nil {
			p = h.verify(c.Request, form)
		}
		if p == nil {
			p = h.store(c.Request, form, store)
		}
		if p != nil {
			h.fail(c, p)
			return
		}
		c.Data(http.StatusOK, "text/xml", []byte(empty))
	}
}

// verify refuses a post that Twilio did not sign.
func (h *handlers) verify(r *http.Request, form url.Values) *problem {
	token, ok := h.seal.genuine(r, form)
	if ok {
		h.Log.DebugContext(r.Context(), "a post of Twilio", "path", r.URL.Path, "token", token+1)
		return nil
	}
	h.Log.WarnContext(r.Context(), "a post with a bad signature was refused", "path", r.URL.Path, "remote", r.RemoteAddr,
		"signed", r.Header.Get("X-Twilio-Signature") != "")
	return refusal(http.StatusForbidden, "signature", "The post is not signed by Twilio", "",
		"X-Twilio-Signature is missing or does not fit; the URL configured at Twilio must be the public URL of this server, and the auth token that of the account")
}

// store stores a post, though its sender may have hung up: what is stored need not be found later.
func (h *handlers) store(r *http.Request, form url.Values, store taker) *problem {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), storeWithin)
	defer cancel()
	return store(ctx, r.URL.Query(), form)
}

// stored is the problem of a post that the engine could not store, if it could not.
func (h *handlers) stored(ctx context.Context, form url.Values, err error) *problem {
	if err == nil {
		return nil
	}
	h.Log.ErrorContext(ctx, "a post of Twilio was not stored", "sid", form.Get("MessageSid"), "err", err)
	return refusal(http.StatusServiceUnavailable, "store", "The server could not do this now", "",
		"the post was not stored; it may be posted again")
}

// refuseMethod refuses what is no POST: a GET has the person's words in its address.
func (h *handlers) refuseMethod(c *gin.Context) {
	c.Header("Allow", http.MethodPost)
	h.fail(c, refusal(http.StatusMethodNotAllowed, "method", "The webhook takes posts alone", "",
		c.Request.Method+" is not taken here; set the webhook to HTTP POST at Twilio"))
}
