package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
)

// line is the connection to phones: a carrier with its clock.
type line struct {
	carrier bot.Carrier
	clock   bot.Clock
	phone   *phone.Phone // on the test phone
	tokens  []string     // Twilio's, the one in use first
	urls    []string     // at which the carrier reaches us, the one in use first
	engine  *bot.Engine  // once there is one
}

func (l *line) close() {
	if l.phone != nil {
		_ = l.phone.Close() // its ledger is written line by line: nothing is lost
	}
}

// connect makes the line that the settings ask for.
func (s *serve) connect(log *slog.Logger) (*line, error) {
	if s.Carrier == "phone" {
		return s.testPhone(log)
	}
	return s.twilio()
}

func (s *serve) testPhone(log *slog.Logger) (*line, error) {
	clock, err := phone.LoadClock(s.Data)
	if err != nil {
		return nil, err
	}
	p, err := phone.New(phone.Options{Dir: s.Data, Clock: clock, Log: log})
	if err != nil {
		return nil, err
	}
	return &line{carrier: p, clock: clock, phone: p}, nil
}

func (s *serve) twilio() (*line, error) {
	if phone.Used(s.Data) {
		return nil, fmt.Errorf("%s was used with the test phone, whose clock runs ahead: give another folder with --data", s.Data)
	}
	l := &line{tokens: strings.Split(s.TwilioAuthToken, ","), urls: strings.Split(s.PublicURL, ",")}
	for i := range l.tokens {
		l.tokens[i] = strings.TrimSpace(l.tokens[i])
	}
	for i := range l.urls {
		l.urls[i] = strings.TrimSuffix(strings.TrimSpace(l.urls[i]), "/")
	}
	if s.TwilioAccountSID == "" {
		return nil, errors.New("the carrier twilio needs TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN in the environment")
	}
	c, err := twilio.New(twilio.Options{AccountSID: s.TwilioAccountSID, Tokens: l.tokens, BaseURL: s.TwilioAPIBase,
		PublicURL: l.urls[0], Numbers: func() []string { return numbers(l.engine.Program()) }})
	if err != nil {
		return nil, err
	}
	l.carrier = c
	return l, nil
}

// numbers lists our numbers, if the program's senders are numbers alone: people who text a service
// text one of its numbers, which are not known here.
func numbers(p *fsm.Program) []string {
	var list []string
	for _, s := range p.Senders {
		if strings.HasPrefix(s.Address, "MG") {
			return nil
		}
		list = append(list, s.Address)
	}
	return list
}

// attach lets the test phone's texts and reports reach the engine.
func (l *line) attach(e *bot.Engine) {
	if l.phone == nil {
		return
	}
	l.phone.OnText = e.Receive
	l.phone.OnStatus = func(ctx context.Context, p fsm.Phone, s fsm.Status) error { return e.Report(ctx, p, s) }
}
