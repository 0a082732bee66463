package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"hash/fnv"
	"io"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/token"
	"github.com/parley-sms/parley/fsm"
)

const (
	lanes  = 64      // events that are decided at a time, so that they share commits
	ahead  = 1024    // lines that are read ahead of the verdicts
	maxAll = 1 << 30 // bytes of a batch
)

// batch is a stream of events that are being taken. Events of one phone go through one lane, in
// their order; verdicts leave in the order of the lines.
type batch struct {
	h       *handlers
	ctx     context.Context
	c       *gin.Context
	token   token.Token
	lanes   [lanes]chan *item
	order   chan *item
	out     *spool
	binding map[string]*item // the last line that gave a customer his number
	stop    atomic.Bool      // the store failed: what follows is not read
	fault   *problem         // the very first line failed: the whole is answered so
}

// item is one line.
type item struct {
	event
	verdict
	done chan struct{}
}

// postBatch takes events as NDJSON, and answers each line as soon as those before it are answered.
func (h *handlers) postBatch(c *gin.Context) {
	if p := plain(c); p != nil {
		p.Answer(c)
		return
	}
	b := &batch{h: h, ctx: c.Request.Context(), c: c, token: c.MustGet(tokenKey).(token.Token), order: make(chan *item, ahead), out: newSpool(c), binding: map[string]*item{}}
	var workers, verdicts sync.WaitGroup
	for i := range b.lanes {
		b.lanes[i] = make(chan *item, ahead/lanes)
		workers.Go(func() { b.work(b.lanes[i]) })
	}
	verdicts.Go(b.answer)
	b.read(http.MaxBytesReader(c.Writer, patient(c), maxAll))
	for _, lane := range b.lanes {
		close(lane)
	}
	workers.Wait()
	close(b.order)
	verdicts.Wait()
	b.out.close()
	if b.fault != nil {
		b.fault.Answer(c)
	}
}

// read takes the lines one by one.
func (b *batch) read(body io.Reader) {
	in := bufio.NewReaderSize(body, maxBody)
	for n := 1; !b.stop.Load() && !b.out.gone(); n++ {
		data, err := in.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		data = bytes.TrimSpace(data)
		switch {
		case err != nil && err != io.EOF:
			b.tell(verdict{Line: n, Status: failed, Problem: malformed("the batch did not come whole: %v; send this line and what follows again", err)})
			return
		case len(data) == 0:
		case n > maxLines:
			b.tell(verdict{Line: n, Status: failed, Problem: tooLarge("a batch has at most 100,000 lines; send this line and what follows in another")})
			return
		case long:
			b.tell(verdict{Line: n, Status: refused, Problem: tooLarge("the line has more than 64 KiB; an event is small")})
		default:
			b.h.rest(b.ctx, b.token)
			b.line(n, data)
		}
		if err != nil {
			return
		}
	}
}

// line puts one event into the lane of its phone.
func (b *batch) line(n int, data []byte) {
	e, p := b.h.event(data)
	if p == nil {
		b.await(&e)
		p = b.h.find(b.c, &e)
	}
	if p != nil {
		v := verdict{Line: n, ID: short(e.fact.ID), Status: statusOf(p), Problem: p}
		if v.Status == failed {
			b.stop.Store(true)
		}
		b.tell(v)
		return
	}
	i := &item{event: e, verdict: verdict{Line: n}, done: make(chan struct{})}
	b.note(i)
	b.order <- i
	b.lanes[laneOf(e.phone)] <- i
}

// await waits for the line before that gave the event's customer his number, where it was another one.
func (b *batch) await(e *event) {
	if last := b.binding[e.fact.Customer]; last != nil && last.phone != e.phone {
		<-last.done
	}
}

// note remembers who gives a customer his number, as long as it may be under way.
func (b *batch) note(i *item) {
	if len(b.binding) >= 2*ahead {
		maps.DeleteFunc(b.binding, func(_ string, i *item) bool { return i.isDone() })
	}
	if i.fact.Customer != "" {
		b.binding[i.fact.Customer] = i
	}
}

func (i *item) isDone() bool {
	select {
	case <-i.done:
		return true
	default:
		return false
	}
}

func laneOf(phone fsm.Phone) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(phone)) // never fails
	return h.Sum32() % lanes
}

// tell answers for a line that is no event.
func (b *batch) tell(v verdict) {
	i := &item{verdict: v, done: make(chan struct{})}
	close(i.done)
	b.order <- i
}

// work decides the events of one lane.
func (b *batch) work(lane chan *item) {
	for i := range lane {
		v, err := b.h.take(b.ctx, i.event)
		v.Line = i.Line
		if err != nil {
			b.stop.Store(true)
			v.Problem = b.h.unavailable(b.c, "store the event", err)
		}
		i.verdict = v
		close(i.done)
	}
}

// answer gives the verdicts in the order of the lines. Where the very first says that the server
// failed, nothing was told yet, and the whole request is answered with the problem.
func (b *batch) answer() {
	first := true
	for i := range b.order {
		<-i.done
		b.h.Verdict(i.Status)
		if first && i.Status == failed {
			b.fault = i.Problem
		}
		first = false
		if b.fault == nil {
			b.out.add(i.verdict)
		}
	}
}
