package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// errUsage marks an error in the command line. What it is has been printed.
var errUsage = errors.New("usage")

// settings are the flags.
type settings struct {
	listen string
	opt    faketwilio.Options
}

// parse reads the flags. It prints errors to errs and returns them as errUsage, or
// flag.ErrHelp where help was asked for.
func parse(args []string, errs io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("faketwilio", flag.ContinueOnError)
	flags.SetOutput(errs)
	carrierFlags(flags, &set)
	faultFlags(flags, &set.opt)
	if err := flags.Parse(args); err != nil {
		return settings{}, errors.Join(errUsage, err)
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(errs, "faketwilio takes flags only, not %q\n", flags.Arg(0))
		return settings{}, errUsage
	}
	if set.opt.Seed == 0 {
		// Another seed each time, or a server with a store from an earlier rehearsal would be
		// sent SIDs that it has seen.
		set.opt.Seed = rand.Uint64()
	}
	return set, nil
}

// carrierFlags say who the fake is and what it talks to.
func carrierFlags(flags *flag.FlagSet, set *settings) {
	opt := &set.opt
	flags.StringVar(&set.listen, "listen", "127.0.0.1:9090", "`address` to listen at")
	flags.StringVar(&opt.AccountSID, "account", faketwilio.DefaultAccountSID, "account `SID`")
	flags.StringVar(&opt.AuthToken, "token", faketwilio.DefaultAuthToken, "auth `token`; signs posts too")
	flags.StringVar(&opt.InboundURL, "inbound", serverURL+"/webhooks/twilio/messages",
		"`URL` that inbound texts are posted to; empty for none")
	flags.StringVar(&opt.PublicBase, "public", "",
		"the server's public `URL`, where it is not the host of --inbound")
	flags.Func("service", "a Messaging Service and its `numbers`, MG…=+1…,+1…; may be repeated",
		func(text string) error { return addService(opt, text) })
	flags.BoolVar(&opt.AdvancedOptOut, "advanced-opt-out", false,
		"turn Advanced Opt-Out on: posts carry OptOutType, texts to blocked phones fail later")
	flags.IntVar(&opt.Retries, "retries", 0, "how often a post that failed is repeated")
	flags.IntVar(&opt.Max, "max", 100_000, "rows kept in each list; 0 for all")
}

// faultFlags say how the fake fails.
func faultFlags(flags *flag.FlagSet, opt *faketwilio.Options) {
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed of all faults and SIDs; 0 draws one")
	flags.DurationVar(&opt.Latency, "latency", 0, "how long a create call takes")
	flags.DurationVar(&opt.CallbackDelay, "callback-delay", time.Second,
		"time over which the statuses of a text are spread")
	names := strings.Join(faketwilio.FaultNames(), ", ")
	flags.Func("faults", "`probabilities` as hang=0.05,429=0.1; there are "+names,
		func(text string) (err error) {
			opt.Faults, err = faketwilio.ParseFaults(text)
			return err
		})
}

// addService reads "MG…=+1…,+1…".
func addService(opt *faketwilio.Options, text string) error {
	sid, numbers, ok := strings.Cut(text, "=")
	if !ok || sid == "" || numbers == "" {
		return errors.New("want MG…=+12025550100,+12025550101")
	}
	if opt.Services == nil {
		opt.Services = map[string][]string{}
	}
	opt.Services[sid] = strings.Split(numbers, ",")
	return nil
}
