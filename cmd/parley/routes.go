package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/draft"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/handlers/admin"
	"github.com/parley-sms/parley/handlers/api"
	"github.com/parley-sms/parley/handlers/console"
	"github.com/parley-sms/parley/handlers/join"
	"github.com/parley-sms/parley/handlers/links"
	"github.com/parley-sms/parley/handlers/look"
	"github.com/parley-sms/parley/handlers/ops"
	"github.com/parley-sms/parley/handlers/phone"
	"github.com/parley-sms/parley/handlers/sources"
	"github.com/parley-sms/parley/handlers/twilio"
)

// routes puts together what this server answers.
func (s *server) routes() (http.Handler, error) {
	return handlers.New(s.log, handlers.Timed(s.meter.Answered), s.operators, s.shops, s.sources, s.links, s.joining, s.phones, s.staff)
}

func (s *server) operators(r gin.IRouter) error {
	ops.Register(r, ops.Options{Engine: s.engine, Store: s.store, Meter: s.meter, Sources: s.posted.Counts})
	return nil
}

func (s *server) shops(r gin.IRouter) error {
	api.Register(r, api.Options{Engine: s.engine, Store: s.store, Log: s.log, Version: versionName(), Explain: s.explainer(), Sources: &s.posted, Verdict: s.meter.Verdict,
		Report: s.reporter()})
	return nil
}

// reporter tells how workflows do.
func (s *server) reporter() *report.Maker {
	return &report.Maker{Store: s.store, Programs: s.deployer, Now: s.engine.Now}
}

// sources adds the webhooks of shops and other systems.
func (s *server) sources(r gin.IRouter) error {
	return sources.Register(r, sources.Options{Engine: s.engine, Store: s.store, Watch: &s.posted, Log: s.log})
}

func (s *server) links(r gin.IRouter) error {
	links.Register(r, links.Options{Engine: s.engine, Store: s.store, Log: s.log})
	return nil
}

// joining adds the pages on which people join.
func (s *server) joining(r gin.IRouter) error {
	base, _, _ := strings.Cut(s.PublicURL, ",")
	join.Register(r, join.Options{Engine: s.engine, Base: strings.TrimSuffix(strings.TrimSpace(base), "/"), Log: s.log})
	return nil
}

// linkBase is what short links begin with: the address at which we are reached, or else listen at.
func (s *server) linkBase(addr net.Addr) string {
	if url, _, _ := strings.Cut(s.PublicURL, ","); strings.TrimSpace(url) != "" {
		return strings.TrimSuffix(strings.TrimSpace(url), "/") + links.Path
	}
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + links.Path
}

// phones adds what connects to phones: the carrier's webhooks, or the test phone.
func (s *server) phones(r gin.IRouter) error {
	if s.line.phone == nil {
		return twilio.Register(r, twilio.Options{PublicURLs: s.line.urls, Tokens: s.line.tokens,
			Engine: s.engine, Log: s.log, Refused: s.meter.Refused})
	}
	s.line.attach(s.engine)
	phone.Register(r.Group("", handlers.SameOrigin()), phone.Deps{Engine: s.engine, Store: s.store, Phone: s.line.phone, Log: s.log})
	return nil
}

// staff adds the console.
func (s *server) staff(r gin.IRouter) error {
	look.Register(r)
	console.Register(r, console.Deps{Users: s.users, Store: s.store, Engine: s.engine, Deploy: s.deployer, Explain: s.explainer(), Log: s.log,
		Dossier: dossiers(s.store, s.deployer, s.engine.Now, s.Data), Report: s.reporter(), Drafts: &draft.Book{Values: s.store, Now: s.engine.Now}, Folder: s.Program, Search: s.engine.Search,
		Secure: strings.HasPrefix(s.PublicURL, "https://"), TestPhone: s.line.phone != nil})
	return nil
}

// webhooks answers what the carrier of a trial posts, as the server does.
func webhooks(e *bot.Engine, publicURL, token string) (http.Handler, error) {
	log := slog.New(slog.DiscardHandler)
	return handlers.New(log, func(r gin.IRouter) error {
		return twilio.Register(r, twilio.Options{PublicURLs: []string{publicURL}, Tokens: []string{token}, Engine: e, Log: log})
	})
}

// admin is what the commands on this machine reach.
func (s *server) admin() http.Handler {
	letGo := func(ctx context.Context) error {
		defer s.engine.Wake()
		return bot.LetGo(ctx, s.store)
	}
	engine := func(context.Context) (*bot.Engine, error) { return s.engine, nil }
	return admin.New(admin.Deps{Store: s.store, Now: s.engine.Now, LetGo: letGo, Deploy: s.deployer, Explain: s.explainer(), Engine: engine, Users: s.users,
		Dossier: dossiers(s.store, s.deployer, s.engine.Now, s.Data)})
}

// explainer tells what happened to people.
func (s *server) explainer() *explain.Explainer {
	return &explain.Explainer{Store: s.store, Programs: s.deployer, Now: s.engine.Now, Holding: s.engine.Holding, Build: build()}
}

// greet tells where to look and what to text.
func (s *server) greet(ctx context.Context, out io.Writer, addr string) error {
	fmt.Fprintf(out, "Parley is at http://%s (program: %s, revision %s; data: %s)\n",
		addr, s.programName(), s.engine.Program().Revision, s.Data)
	if why := s.engine.Quarantine(); why != "" {
		fmt.Fprintf(out, "\n  %s\n  parley restore --data %s --list tells what would be sent, --go lets it go on.\n\n", why, s.Data)
	}
	first, err := s.users.First(ctx)
	if err != nil {
		return err
	}
	if first != "" {
		fmt.Fprintf(out, "\n  The console has no admin yet. This link makes the first account, once, within three days:\n  http://%s%s\n", addr, console.Welcome(first))
	}
	if s.line.phone != nil {
		fmt.Fprintf(out, phoneHelp, addr)
		return nil
	}
	fmt.Fprintf(out, "Twilio must post inbound texts to %s/webhooks/twilio/messages (%d senders: %s)\n",
		s.line.urls[0], len(s.engine.Program().Senders), strings.Join(s.senderNames(), ", "))
	return nil
}

const phoneHelp = `
  Open  http://%[1]s/phone  and text  JOIN

  then answer what it asks, by a digit or in words; HELP, STOP, START and AGENT work at any time.
  For scripts:
    curl -d from=+12125550123 -d body=JOIN http://%[1]s/phone/messages
    curl http://%[1]s/phone/messages?number=%%2B12125550123

  No text leaves this machine. Ctrl-C stops the server.
`

func (s *server) programName() string {
	if s.Program == "" {
		return "the built-in demo"
	}
	return s.Program
}

func (s *server) senderNames() []string {
	var names []string
	for _, sender := range s.engine.Program().Senders {
		names = append(names, sender.Address)
	}
	return names
}
