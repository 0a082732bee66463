package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const inboxPath = "/inbox"

// inboxPage is how many threads a page lists.
const inboxPage = 50

// tray is a list of threads as the inbox offers it.
type tray struct {
	Name  fsm.TrayName
	Title string
	Empty string // what is said where nothing lies in it
	Here  bool
	Count string // of its threads
}

func trays(here fsm.TrayName) []tray {
	list := []tray{
		{Name: fsm.TrayQueue, Title: "Queue", Empty: "Nobody waits for a person."},
		{Name: fsm.TrayLate, Title: "Overdue", Empty: "No answer is late."},
		{Name: fsm.TrayMine, Title: "Mine", Empty: "You have no threads. Take one from the queue."},
		{Name: fsm.TrayAll, Title: "All open", Empty: "No thread is open."},
		{Name: fsm.TraySnoozed, Title: "Put aside", Empty: "Nothing is put aside."},
	}
	for i := range list {
		list[i].Here = list[i].Name == here
	}
	return list
}

// inboxRow is a thread as the list shows it.
type inboxRow struct {
	Phone   fsm.Phone
	Name    string
	Owner   string
	Reason  string
	Waiting time.Time // since when somebody should look; zero: nobody waits
	Snoozed time.Time
	due
	Last   string // the newest text's words
	Theirs bool   // that text is the person's
}

// inbox is what its page shows.
type inbox struct {
	Trays []tray
	Tray  tray
	Rows  []inboxRow
	More  string // address of the next page

	Events string // address of what happens
}

func (h *console) getInbox(c *gin.Context) {
	in, err := h.inbox(c)
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, http.StatusOK, "inbox.html", frame{Title: in.Tray.Title, Place: inboxPath, Body: in})
}

// inbox reads the tray that a page's address names, the queue where it names none.
func (h *console) inbox(c *gin.Context) (inbox, error) {
	in := inbox{Events: h.eventsPath(""), Trays: trays(fsm.TrayName(c.DefaultQuery("tray", string(fsm.TrayQueue))))}
	if err := h.count(c.Request.Context(), who(c).Name, in.Trays); err != nil {
		return in, err
	}
	in.Tray = in.Trays[0]
	for _, t := range in.Trays {
		if t.Here {
			in.Tray = t
		}
	}
	box := trayOf(in.Tray.Name, who(c).Name)
	at, _ := strconv.ParseInt(c.Query("at"), 10, 64) // what is no place shows the first page
	places, err := h.Store.Threads(c.Request.Context(), box, store.ThreadPlace{At: fsm.Moment(at), Phone: fsm.Phone(c.Query("after"))}, inboxPage)
	if err != nil {
		return in, err
	}
	for _, p := range places {
		row, err := h.inboxRow(c.Request.Context(), p.Phone)
		if errors.Is(err, store.ErrNotFound) {
			continue // erased meanwhile
		}
		if err != nil {
			return in, err
		}
		in.Rows = append(in.Rows, row)
	}
	if len(places) == inboxPage {
		last := places[len(places)-1]
		q := url.Values{"tray": {string(box.Name)}, "at": {strconv.FormatInt(int64(last.At), 10)}, "after": {string(last.Phone)}}
		in.More = inboxPath + "?" + q.Encode()
	}
	return in, nil
}

func (h *console) inboxRow(ctx context.Context, phone fsm.Phone) (inboxRow, error) {
	r, err := h.Store.Record(ctx, phone)
	if err != nil {
		return inboxRow{}, err
	}
	row := inboxRow{Phone: phone, Name: called(&r), Owner: r.Thread.Owner, Reason: r.Thread.Reason,
		Waiting: timeOf(r.Thread.WaitingSince), Snoozed: timeOf(r.Thread.SnoozedUntil), due: dueOf(&r.Thread)}
	newest, err := h.Store.Messages(ctx, phone, 0, 1)
	if len(newest) > 0 {
		row.Last, row.Theirs = newest[0].Body, !newest[0].Out
	}
	return row, err
}

// due is when an answer of the staff is due.
type due struct {
	Due  time.Time // zero: no answer is
	Late bool
}

func dueOf(t *fsm.Thread) due { return due{timeOf(t.DueAt), t.Late} }

// called is a person's name, where the shop told one by a usual attribute.
func called(r *fsm.Record) string {
	for _, attribute := range []string{"name", "full_name", "first_name"} {
		if name, ok := r.Attributes[attribute].(string); ok && name != "" {
			return name
		}
	}
	return ""
}

// timeOf is a moment as pages show it; none stays none.
func timeOf(m fsm.Moment) time.Time {
	if m == 0 {
		return time.Time{}
	}
	return m.Time()
}
