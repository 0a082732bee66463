package sources

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/store/memstore"
)

const settings = `brand: Acme
contact: help@acme.test
frequency: 4 msgs/month
double_opt_in: true
zone: America/New_York
senders: ["+15550100100"]
keywords: { join: { does: opt_in } }
events:
  order_placed: { order_id: string, name: string?, value: number }
  order_cancelled: { order_id: string, reason: string? }
  shipped: { order_id: string }
  refund: { order_id: string, value: number }
  cart_updated: { cart_id: string, value: number? }
  payment: { order_id: string, value: number }
  subscription_started: { subscription_id: string, status: string? }
  subscription_changed: { subscription_id: string, status: string? }
  subscription_cancelled: { subscription_id: string, reason: string?, product: string? }
  arrived: { for: watchers, fields: { product: string } }
sources:
  shopify: { preset: shopify, secret: SHOP, region: US, consent: { shown: Text me, box: unchecked, form: checkout } }
  woocommerce: { preset: woocommerce, secret: SHOP, consent: { shown: SMS svp, box: unchecked } }
  stripe: { preset: stripe, secret: SHOP, consent: { shown: Promotions, box: unchecked } }
  silent: { preset: shopify, secret: SHOP }
  unset: { preset: shopify, secret: NONE }
  own:
    secret: SHOP
    auth: { scheme: token, header: X-Token }
    mappings:
      paid: { on: "body.type == 'paid'", event: refund, at: body.at, phone: body.phone, customer_id: body.who, fields: { order_id: string(body.order), value: body.value } }
      left: { on: "body.type == 'left'", phone: body.phone, customer_id: body.who, opt_out: { if: body.left == true } }
      joined: { on: "body.type == 'joined'", phone: body.phone, customer_id: body.who, opt_in: { if: body.box == true, shown: Text me } }
      arrived: { on: "body.type == 'stock'", each: body.items, event: arrived, fields: { product: item.sku } }
  basic: { secret: SHOP, auth: { scheme: basic }, mappings: { paid: { event: purchase, phone: body.phone } } }
`

// rig is the webhooks of sources over an engine that writes down what happens.
type rig struct {
	heard []string // sources that were believed
	*testing.T
	store   *memstore.Store
	program *fsm.Program
	now     time.Time
	fails   error
	known   bool
	did     []string
	watch   Watch
	router  *gin.Engine
}

func (r *rig) Now() time.Time        { return r.now }
func (r *rig) Program() *fsm.Program { return r.program }

func (r *rig) Apply(_ context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error) {
	if r.fails != nil {
		return fsm.Decision{}, r.fails
	}
	var what any = ev
	whose := ""
	if f, event := ev.(fsm.Fact); event {
		if what = f.Happened; f.Customer != "" {
			whose = " of customer " + f.Customer
		}
	}
	said, err := json.Marshal(what)
	r.did = append(r.did, fmt.Sprintf("%s %s%s %s", phone, strings.TrimPrefix(fmt.Sprintf("%T", ev), "fsm."), whose, said))
	return fsm.Decision{Nothing: r.known}, err
}

func (r *rig) FanOut(_ context.Context, h fsm.Happened) (bool, error) {
	r.did = append(r.did, fmt.Sprintf("watchers %s %v", h.Type, h.Data))
	return false, r.fails
}

func (r *rig) Heard(source string) { r.heard = append(r.heard, source) }

const testKey = "swordfish"

func newRig(t *testing.T) *rig {
	t.Helper()
	gin.SetMode(gin.TestMode)
	p, findings := program.Check(fstest.MapFS{"program.yaml": &fstest.MapFile{Data: []byte(settings)}})
	if p == nil {
		t.Fatal(findings)
	}
	r := &rig{T: t, store: memstore.New(), program: p, now: time.Date(2026, 5, 4, 16, 0, 0, 0, time.UTC)}
	r.restart()
	return r
}

// restart begins the webhooks anew, over the same store.
func (r *rig) restart() {
	r.Helper()
	r.router = gin.New()
	err := Register(r.router, Options{Engine: r, Store: r.store, Watch: &r.watch, Clock: r.Now, Log: slog.New(slog.DiscardHandler),
		Secret: func(name string) string { return map[string]string{"SHOP": "old, " + testKey}[name] }})
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) post(source, body string, head http.Header) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, Path+source, strings.NewReader(body))
	req.Header = head
	if head.Get("Content-Type") == "" {
		head.Set("Content-Type", "application/json; charset=utf-8")
	}
	w := httptest.NewRecorder()
	r.router.ServeHTTP(w, req)
	return w
}

// signedAs gives the headers with which a shop would post a body.
func (r *rig) signedAs(source, topic, body string) http.Header {
	head := http.Header{}
	sum := func(text string) []byte {
		mac := hmac.New(sha256.New, []byte(testKey))
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	switch source {
	case "woocommerce":
		head.Set("X-Wc-Webhook-Signature", base64.StdEncoding.EncodeToString(sum(body)))
		head.Set("X-Wc-Webhook-Topic", topic)
	case "stripe":
		t := fmt.Sprint(r.now.Unix())
		head.Set("Stripe-Signature", "t="+t+",v1="+hex.EncodeToString(sum(t+"."+body))+",v0=00")
	default:
		head.Set("X-Shopify-Hmac-Sha256", base64.StdEncoding.EncodeToString(sum(body)))
		head.Set("X-Shopify-Topic", topic)
	}
	return head
}

var errDisk = errors.New("the disk is full")
