package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// spool holds the verdicts that the client has not taken yet, and writes them while the request
// is still being read. Many clients read nothing until they have sent all: if writing held up
// reading, the two would wait for each other. What it holds is bounded by the lines of a batch.
type spool struct {
	w    gin.ResponseWriter
	conn *http.ResponseController
	idle sync.WaitGroup

	mu     sync.Mutex
	some   *sync.Cond
	held   []byte
	closed bool
	broken bool
	began  bool
}

func newSpool(c *gin.Context) *spool {
	s := &spool{w: c.Writer, conn: http.NewResponseController(c.Writer)}
	s.some = sync.NewCond(&s.mu)
	_ = s.conn.EnableFullDuplex() // HTTP/2 has it, and needs not be asked
	s.idle.Go(s.pump)
	return s
}

// add writes one verdict, sooner or later.
func (s *spool) add(v verdict) {
	line, err := json.Marshal(v)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.broken {
		s.held = append(append(s.held, line...), '\n')
		s.some.Signal()
	}
}

// gone tells whether the client no longer takes anything.
func (s *spool) gone() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// close waits until all is written.
func (s *spool) close() {
	s.mu.Lock()
	s.closed = true
	s.some.Signal()
	s.mu.Unlock()
	s.hurry()
	s.idle.Wait()
}

// pump writes what is held, as much at a time as there is.
func (s *spool) pump() {
	for lines := s.next(nil); lines != nil; lines = s.next(lines) {
		if err := s.write(lines); err != nil {
			s.mu.Lock()
			s.broken = true
			s.mu.Unlock()
			return
		}
	}
}

// next waits for lines and takes them; the room of the last ones is used again. Nil: that was all.
func (s *spool) next(room []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.held) == 0 && !s.closed {
		s.some.Wait()
	}
	if len(s.held) == 0 {
		return nil
	}
	lines := s.held
	s.held = room[:0]
	return lines
}

func (s *spool) write(lines []byte) error {
	if !s.began {
		s.began = true
		s.w.Header().Set("Content-Type", "application/x-ndjson")
		s.w.WriteHeader(http.StatusOK)
	}
	for piece := range slices.Chunk(lines, maxBody) {
		s.hurry()
		if _, err := s.w.Write(piece); err != nil {
			return err
		}
	}
	s.w.Flush()
	return nil
}

// hurry gives the client a while to take the next piece, once it has sent all: before that it may
// be one that does not read yet.
func (s *spool) hurry() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = s.conn.SetWriteDeadline(time.Now().Add(stall)) // a writer without deadlines has none to keep
	}
}
