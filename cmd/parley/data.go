package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/handlers/admin"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// data is a data folder as the commands use it: through the server that holds it, or opened here.
type data struct {
	client *http.Client
	store  store.Store // opened here; nil: a server holds it
}

func (d *data) close() error {
	if d.store == nil {
		return nil
	}
	return d.store.Close()
}

// openData reaches a data folder. It must exist.
func openData(ctx context.Context, dir string) (*data, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	if conn, err := dialSocket(ctx, dir); err == nil {
		_ = conn.Close() // it only showed that a server is there
		dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return dialSocket(ctx, dir) }
		return &data{client: &http.Client{Transport: &http.Transport{DialContext: dial}}}, nil
	}
	s, err := boltstore.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open the data folder %s: %w", dir, err)
	}
	clock, err := clockOf(dir)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	letGo := func(ctx context.Context) error { return bot.LetGo(ctx, s) }
	deployer := &deploy.Deployer{Store: s, Now: clock.Now}
	engine := sync.OnceValues(func() (*bot.Engine, error) { return offline(context.WithoutCancel(ctx), s, deployer, clock) })
	deps := admin.Deps{Store: s, Now: clock.Now, LetGo: letGo, Deploy: deployer, Engine: func(context.Context) (*bot.Engine, error) { return engine() },
		Users:   &user.Book{Values: s, Now: time.Now},
		Explain: &explain.Explainer{Store: s, Programs: deployer, Now: clock.Now, Build: build(), Holding: func() string { return "no server runs" }},
		Dossier: dossiers(s, deployer, clock.Now, dir)}
	return &data{&http.Client{Transport: inProcess{admin.New(deps)}}, s}, nil
}

// dossiers makes dossiers from a data folder.
func dossiers(s store.Store, d *deploy.Deployer, now func() time.Time, dir string) *dossier.Maker {
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	return &dossier.Maker{Store: s, Programs: d, Now: now, Build: build(), Data: dir}
}

// inProcess answers requests by a handler, without a network.
type inProcess struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper. The answer is read while it is written, so that it can tell how far
// a long command has come.
func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	body, out := io.Pipe()
	a := &piped{header: http.Header{}, out: out, begun: make(chan *http.Response, 1)}
	go func() {
		p.handler.ServeHTTP(a, r)
		a.WriteHeader(http.StatusOK) // where it wrote nothing
		_ = out.Close()              // it gives no error
	}()
	answer := <-a.begun
	answer.Request, answer.Body = r, body
	return answer, nil
}

// piped is an answer that is read while it is written. It implements http.ResponseWriter.
type piped struct {
	header http.Header
	out    *io.PipeWriter
	begin  sync.Once
	begun  chan *http.Response
}

// Header implements http.ResponseWriter.
func (a *piped) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *piped) WriteHeader(status int) {
	a.begin.Do(func() {
		a.begun <- &http.Response{StatusCode: status, Status: http.StatusText(status), Header: a.header.Clone()}
	})
}

// Write implements http.ResponseWriter.
func (a *piped) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.out.Write(p)
}

// call asks the handlers of the data folder and reads the answer into out.
func (d *data) call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	answer, err := d.request(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		return json.NewDecoder(answer.Body).Decode(out)
	}
	var failure admin.Failure
	if err := json.NewDecoder(answer.Body).Decode(&failure); err != nil {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return errors.New(failure.Error)
}

func (d *data) request(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://parley"+path, body)
	if err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	return d.client.Do(r)
}
