package faketwilio

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// closeWait bounds how long Close waits for posts and hung calls.
const closeWait = 5 * time.Second

// maxPosts bounds the posts under way.
const maxPosts = 64

// Server is a fake Twilio. It is an http.Handler and safe for concurrent use. Hung and
// dropped calls need HTTP/1.1, as net/http serves it without TLS.
type Server struct {
	opt       Options
	mux       *http.ServeMux
	posting   chan struct{} // one place for each post under way
	serviceOf map[string]string
	ctx       context.Context // ends with Close
	cancel    context.CancelFunc
	wg        sync.WaitGroup

	mu        sync.Mutex
	seed      uint64
	numbers   [kinds]uint64 // how many of each kind there were
	faults    Faults
	messages  shelf[*message]
	bySID     map[string]*message
	requests  shelf[*Request]
	callbacks shelf[Callback]
	blocked   map[pair]bool
	pending   int // statuses still to be posted
	closed    bool
	waiters   int
	changed   chan struct{} // closed and replaced when something changes while anyone waits
}

// New makes a server. It starts nothing: mount it, and Close it in the end.
func New(opt Options) *Server {
	opt = opt.filled()
	s := &Server{
		opt:       opt,
		posting:   make(chan struct{}, maxPosts),
		serviceOf: map[string]string{},
		seed:      opt.Seed,
		faults:    opt.Faults,
	}
	for service, numbers := range opt.Services {
		for _, number := range numbers {
			s.serviceOf[number] = service
		}
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.changed = make(chan struct{})
	s.clear()
	s.mux = s.routes()
	return s
}

// routes lists what the server answers.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	const account = "/2010-04-01/Accounts/{account}/"
	mux.HandleFunc("POST "+account+"Messages.json", s.create)
	mux.HandleFunc("GET "+account+"Messages.json", s.list)
	mux.HandleFunc("GET "+account+"Messages/{file}", s.fetch)
	s.controlRoutes(mux)
	mux.HandleFunc("GET /{$}", s.showPage)
	mux.HandleFunc("POST /{$}", s.textFromPage)
	return mux
}

// ServeHTTP answers the API, the controls under /fake/, and the page at /.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Close lets go of hung calls, gives up statuses not yet posted, and waits for its
// goroutines, at most 5 s. The ledger can still be read.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	done := make(chan struct{})
	go func() {
		s.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(closeWait):
		s.opt.Log.Warn("closed with posts still under way")
	}
}

// spawn runs f beside, unless the server is closed.
func (s *Server) spawn(f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.wg.Go(f)
	return true
}

// now is the server's time.
func (s *Server) now() time.Time {
	if s.opt.Virtual != nil {
		return s.opt.Virtual.Now()
	}
	return time.Now()
}

// pause waits for d, or until ctx or the server ends. On virtual time nothing waits.
func (s *Server) pause(ctx context.Context, d time.Duration) {
	if d <= 0 || s.opt.Virtual != nil {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-s.ctx.Done():
	}
}

// number counts one more of a kind. The lock is held.
func (s *Server) number(kind int) uint64 {
	n := s.numbers[kind]
	s.numbers[kind]++
	return n
}

// shelve puts m in the list. The lock is held.
func (s *Server) shelve(m *message) {
	m.seq = s.messages.next()
	if old, fell := s.messages.add(m); fell && s.bySID[old.sid] == old {
		delete(s.bySID, old.sid)
	}
	s.bySID[m.sid] = m
	s.touch()
}
