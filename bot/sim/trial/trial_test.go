package trial

import (
	"flag"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/handlers/twilio"
)

var (
	seeds = flag.Uint64("seeds", 60, "how many stories are tried")
	first = flag.Uint64("seed", 0, "the first of them")
)

// court is what every trial here needs.
func court(t testing.TB) Court {
	t.Helper()
	p, err := Program()
	if err != nil {
		t.Fatal(err)
	}
	return Court{Program: p, Webhooks: webhooks, Dir: t.TempDir()}
}

// webhooks are those of the product.
func webhooks(e *bot.Engine, publicURL, token string) (http.Handler, error) {
	log := slog.New(slog.DiscardHandler)
	return handlers.New(log, func(r gin.IRouter) error {
		return twilio.Register(r, twilio.Options{PublicURLs: []string{publicURL}, Tokens: []string{token}, Engine: e, Log: log})
	})
}

// Ensure that no story that is drawn makes the server do what it must not, and that the stories come by
// every fault and every rule that they mean to put on trial.
func TestStories(t *testing.T) {
	sum, err := court(t).TryMany(t.Context(), *first, *seeds, func(Sum) {})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Failed != nil {
		t.Fatal(sum.Failed)
	}
	if missed := sum.Missed(); len(missed) > 0 {
		t.Errorf("%d stories came never by %q", sum.Stories, missed)
	}
	t.Logf("%.1f years, %d texts, %d decisions, %v", sum.Years, sum.Texts, sum.Decisions, sum.Marks)
}

// Ensure that a text from before an erasure that is posted again after it brings no consent back.
func TestErased(t *testing.T) {
	s := Story{Start: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), List: 48 * time.Hour, Deeds: []Deed{
		{Kind: Texts, Text: "JOIN"}, {At: time.Minute, Kind: Texts, Text: "YES"},
		{At: 2 * time.Hour, Kind: Erases}, {At: 3 * time.Hour, Kind: Again, Key: "0"}, {At: 3 * time.Hour, Kind: Again, Key: "50"},
		{At: 4 * time.Hour, Kind: Posts, Text: "shipped", Key: "k1"}, {At: 4 * time.Hour, Kind: Posts, Text: "sale", Key: "k2"},
	}}
	v, err := court(t).Hear(t.Context(), s)
	if err != nil || len(v.Findings) > 0 || v.Marks[string(Erases)] == 0 {
		t.Errorf("%v%v", v, err)
	}
}

// Ensure one story is lived the same twice, and the same by the real store as by the one in memory.
func TestSameStory(t *testing.T) {
	c := court(t)
	for seed := range uint64(5) {
		story := Draw(seed)
		story.OnDisk = false
		memory := hear(t, c, story)
		if again := hear(t, c, story); again != memory {
			t.Errorf("seed %d is lived in two ways: %s and %s", seed, memory, again)
		}
		story.OnDisk = true
		if disk := hear(t, c, story); disk != memory {
			t.Errorf("seed %d is lived in another way on the disk: %s and %s", seed, disk, memory)
		}
	}
}

// hear gives the trace of a story.
func hear(t *testing.T, c Court, s Story) string {
	t.Helper()
	v, err := c.Hear(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if v.Trace == "" {
		t.Errorf("seed %d decides nothing", s.Seed)
	}
	return v.Trace
}
