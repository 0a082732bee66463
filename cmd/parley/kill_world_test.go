package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// world is a carrier, and a server that is killed and started again on the same data.
type world struct {
	t              *testing.T
	bin, dir       string
	address        string // of the server
	carrier        string // URL
	token          string // of the API
	server         *exec.Cmd
	ended          chan struct{}
	kills          int
	log            *os.File
	client         *http.Client
	carrierStopped context.CancelFunc
}

// newWorld builds both commands, starts the carrier, and starts the server for the first time.
func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	w := &world{t: t, bin: t.TempDir(), dir: t.TempDir(), address: freeAddress(t), client: &http.Client{Timeout: time.Minute}}
	build := exec.Command("go", "build", "-o", w.bin+"/", "github.com/parley-sms/parley/cmd/...")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the commands: %v\n%s", err, out)
	}
	var err error
	if w.log, err = os.Create(filepath.Join(w.dir, "log")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	writeProgram(t, w.path("program"))
	w.startCarrier(seed)
	w.serve()
	w.awaitReady()
	w.token = strings.TrimSpace(w.command("token", "create", "--data", w.path("data"), "--scope", "read", "crash"))
	return w
}

func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

// freeAddress draws a port below those that the kernel gives out, for the server comes back to it.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:"+strconv.Itoa(20000+rand.IntN(12000)))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// startCarrier starts the fake Twilio and reads where it listens.
func (w *world) startCarrier(seed uint64) {
	ctx, cancel := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, filepath.Join(w.bin, "faketwilio"), "--listen", "127.0.0.1:0", "--max", "0",
		"--seed", strconv.FormatUint(seed, 10), "--faults", rough, "--latency", "20ms", "--callback-delay", "200ms",
		"--inbound", "http://"+w.address+"/webhooks/twilio/messages")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		w.t.Fatalf("start the carrier: %v", err)
	}
	lines := bufio.NewScanner(out)
	for w.carrier == "" && lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "http://"); ok {
			w.carrier = "http://" + strings.Fields(at)[0]
		}
	}
	var done sync.WaitGroup
	done.Go(func() { _, _ = io.Copy(io.Discard, out) })
	w.carrierStopped = func() {
		cancel()
		done.Wait()
		_ = c.Wait() // it was killed
	}
}

// serve starts the server. It may be killed before it is ready.
func (w *world) serve() {
	w.t.Helper()
	c := exec.Command(filepath.Join(w.bin, "parley"), "serve", "--data", w.path("data"), "--program", w.path("program"),
		"--listen", w.address, "--pace", "500", "--grace", "2s")
	c.Env = append(os.Environ(), "TWILIO_ACCOUNT_SID="+faketwilio.DefaultAccountSID, "TWILIO_AUTH_TOKEN="+faketwilio.DefaultAuthToken,
		"TWILIO_API_BASE="+w.carrier, "PARLEY_PUBLIC_URL=http://"+w.address)
	c.Stdout, c.Stderr = w.log, w.log
	if err := c.Start(); err != nil {
		w.t.Fatalf("start the server: %v", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = c.Wait() // it is killed
		close(ended)
	}()
	w.server, w.ended = c, ended
}

// kill ends the server as a power cut would. One that had ended by itself is a failure.
func (w *world) kill() {
	w.t.Helper()
	select {
	case <-w.ended:
		w.t.Fatalf("the server ended by itself: %v", w.server.ProcessState)
	default:
	}
	if err := w.server.Process.Kill(); err != nil {
		w.t.Fatalf("kill the server: %v", err)
	}
	<-w.ended
	w.kills++
}

// close ends both processes, and shows the server's last words if the test has failed.
func (w *world) close() {
	if w.server != nil {
		_ = w.server.Process.Kill() // it may be dead already
		<-w.ended
	}
	if w.carrierStopped != nil {
		w.carrierStopped()
	}
	_ = w.log.Close()
	if said, err := os.ReadFile(w.log.Name()); err == nil && w.t.Failed() {
		w.t.Logf("the server's log ends with\n%s", said[max(0, len(said)-8000):])
	}
}

// command runs parley and gives what it printed.
func (w *world) command(args ...string) string {
	w.t.Helper()
	var errs bytes.Buffer
	c := exec.Command(filepath.Join(w.bin, "parley"), args...)
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		w.t.Fatalf("parley %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

func (w *world) awaitReady() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	ready := func() bool { return w.get(ctx, "http://"+w.address+"/readyz", nil) == nil }
	if err := await(ctx, ready); err != nil {
		w.t.Fatalf("the server is not ready: %v", err)
	}
}

// await asks until something is so.
func await(ctx context.Context, so func() bool) error {
	for !so() {
		timer := time.NewTimer(100 * time.Millisecond)
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// get reads JSON, from the server with the token.
func (w *world) get(ctx context.Context, url string, out any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	return w.exchange(r, out)
}

// tell posts JSON to the carrier.
func (w *world) tell(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.carrier+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	return w.exchange(r, out)
}

// control is tell where a failure ends the test.
func (w *world) control(path string, in, out any) {
	w.t.Helper()
	if err := w.tell(w.t.Context(), path, in, out); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exchange(r *http.Request, out any) error {
	answer, err := w.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", r.URL.Path, answer.Status)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(out)
}
