package trial

import (
	"flag"
	"log/slog"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/handlers/twilio"
)

var seeds = flag.Int("seeds", 30, "how many stories are tried")

// court is what every trial here needs.
func court(t testing.TB) Court {
	t.Helper()
	p, err := Program()
	if err != nil {
		t.Fatal(err)
	}
	return Court{Program: p, Webhooks: webhooks}
}

// webhooks are those of the product.
func webhooks(e *bot.Engine, publicURL, token string) (http.Handler, error) {
	log := slog.New(slog.DiscardHandler)
	return handlers.New(log, func(r gin.IRouter) error {
		return twilio.Register(r, twilio.Options{PublicURLs: []string{publicURL}, Tokens: []string{token}, Engine: e, Log: log})
	})
}

// Ensure that no story that is drawn makes the server do what it must not.
func TestStories(t *testing.T) {
	c := court(t)
	years, texts := 0.0, 0
	marks := map[string]int{}
	for seed := range uint64(*seeds) {
		v, err := c.Try(t.Context(), seed)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Findings) > 0 {
			small, err := c.Shrink(t.Context(), v)
			t.Fatalf("%s%v", small, err)
		}
		years += v.Years
		texts += v.Texts
		for m, n := range v.Marks {
			marks[m] += n
		}
	}
	t.Logf("%.1f years, %d texts, %v", years, texts, marks)
}

// Ensure one story is lived the same twice.
func TestSameStory(t *testing.T) {
	c := court(t)
	for seed := range uint64(5) {
		one, err := c.Try(t.Context(), seed)
		if err != nil {
			t.Fatal(err)
		}
		two, err := c.Try(t.Context(), seed)
		if err != nil {
			t.Fatal(err)
		}
		if one.Trace != two.Trace || one.Trace == "" {
			t.Errorf("seed %d is lived in two ways: %s and %s", seed, one.Trace, two.Trace)
		}
	}
}
