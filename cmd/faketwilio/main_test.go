package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// TestServesAndStops starts the command, reads the address it prints, uses it, and ends it.
func TestServesAndStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	printed, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"--listen", "127.0.0.1:0", "--inbound", ""}, out, io.Discard)
		_ = out.Close()
	}()
	lines := bufio.NewScanner(printed)
	if !lines.Scan() {
		t.Fatal("printed nothing")
	}
	base := strings.Fields(lines.Text())[6]
	go func() { _, _ = io.Copy(io.Discard, printed) }()

	res, err := http.Get(base + "/fake/ledger")
	if err != nil {
		t.Fatalf("at %q: %v", base, err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("ledger: %s", res.Status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestFlags(t *testing.T) {
	set, err := parse([]string{
		"--faults", "hang=0.05,429=0.1", "--seed", "7",
		"--service", "MG1=+12025550100,+12025550101",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := faketwilio.Faults{HangAfterAccept: 0.05, TooManyRequests: 0.1}
	if set.opt.Faults != want || set.opt.Seed != 7 || len(set.opt.Services["MG1"]) != 2 {
		t.Errorf("read %+v", set.opt)
	}
}

func TestSeedIsDrawn(t *testing.T) {
	a, errA := parse(nil, io.Discard)
	b, errB := parse(nil, io.Discard)
	if errA != nil || errB != nil || a.opt.Seed == b.opt.Seed {
		t.Errorf("seeds %d and %d, errors %v and %v", a.opt.Seed, b.opt.Seed, errA, errB)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{"--faults", "gremlins=1"}, {"--service", "MG1"}, {"serve"}, {"--retries", "x"},
	} {
		var errs bytes.Buffer
		if _, err := parse(args, &errs); !errors.Is(err, errUsage) || errs.Len() == 0 {
			t.Errorf("%v: error %v, printed %q", args, err, errs.String())
		}
	}
	if _, err := parse([]string{"-h"}, io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("help: %v", err)
	}
}

// TestExplainsThePublicURL: signatures fail where Parley knows itself by another address.
func TestExplainsThePublicURL(t *testing.T) {
	for _, c := range []struct{ inbound, public, want string }{
		{"http://10.0.0.5:8080/webhooks/twilio/messages", "", "http://10.0.0.5:8080"},
		{"http://10.0.0.5:8080/webhooks/twilio/messages", "https://sms.example.com", "https://sms.example.com"},
		{"", "", serverURL},
	} {
		var out bytes.Buffer
		explain(&out, "127.0.0.1:1", faketwilio.Options{InboundURL: c.inbound, PublicBase: c.public})
		if want := "PARLEY_PUBLIC_URL=" + c.want + "\n"; !strings.Contains(out.String(), want) {
			t.Errorf("%+v: no %q in\n%s", c, want, out.String())
		}
	}
}
