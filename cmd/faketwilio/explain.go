package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// serverURL is where Parley listens unless told otherwise.
const serverURL = "http://127.0.0.1:8080"

const howTo = `This is a fake Twilio at http://%[1]s (seed %[4]d, faults: %[5]s).
No text leaves this machine.

Start Parley against it with these settings:

  export TWILIO_API_BASE=http://%[1]s
  export TWILIO_ACCOUNT_SID=%[2]s
  export TWILIO_AUTH_TOKEN=%[3]s
  export PARLEY_PUBLIC_URL=%[6]s
  export PARLEY_SENDER=+12025550100
  export PARLEY_DATA=./rehearsal

Text as a phone, and read what phones got, at http://%[1]s/ or with

  curl -d '{"from":"+12025550123","to":"+12025550100","body":"JOIN"}' http://%[1]s/fake/text
  curl http://%[1]s/fake/ledger

`

// explain prints how to use the fake at addr.
func explain(out io.Writer, addr string, opt faketwilio.Options) {
	faults := opt.Faults.String()
	if faults == "" {
		faults = "none"
	}
	fmt.Fprintf(out, howTo, addr, opt.AccountSID, opt.AuthToken, opt.Seed, faults, publicURL(opt))
}

// publicURL gives the address that Parley must know itself by, or signatures differ.
func publicURL(opt faketwilio.Options) string {
	base, _, _ := strings.Cut(opt.InboundURL, "/webhooks/")
	for _, url := range []string{opt.PublicBase, base} {
		if url != "" {
			return url
		}
	}
	return serverURL
}
