package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/search"
)

const searchPath = "/search"

// The bounds of a search.
const (
	searchTexts = 30  // texts on a page
	searchChars = 200 // characters of what is looked for
)

// searched is what the page of a search shows.
type searched struct {
	Asked  string
	People []foundPerson
	Texts  []foundText
	Cut    bool
	Later  bool   // it is not the first page
	More   string // address of the next page
	Whole  bool   // the index has everything
	Talk   bool   // the reader may open threads
}

// Nothing tells whether something was looked for in vain.
func (s searched) Nothing() bool {
	return s.Asked != "" && len(s.People) == 0 && len(s.Texts) == 0 && s.More == "" && !s.Later
}

// foundPerson is a person in the list, with the words that were looked for marked in what the shop knows.
type foundPerson struct {
	Phone fsm.Phone
	Name  string
	Path  string
	Known []search.Part
	Owner string // who has the thread
}

// foundText is a text in the list.
type foundText struct {
	foundPerson
	Seq   uint64
	At    time.Time
	Parts []search.Part
	Out   bool
}

// getSearch looks for texts and people by words.
func (h *console) getSearch(c *gin.Context) {
	s, err := h.search(c)
	if err != nil {
		h.broken(c, err)
		return
	}
	title := "Search"
	if s.Asked != "" {
		title = s.Asked + " · Search"
	}
	h.show(c, http.StatusOK, "search.html", frame{Title: title, Place: searchPath, Body: s})
}

func (h *console) search(c *gin.Context) (searched, error) {
	before, _ := strconv.ParseUint(c.Query("before"), 36, 64) // what is no place shows the first page
	s := searched{Asked: first(strings.TrimSpace(c.Query("q")), searchChars), Later: before > 0, Whole: h.Search.Whole(), Talk: who(c).Role.May(user.Talk)}
	if s.Asked == "" {
		return s, nil
	}
	found, err := h.Search.Find(c.Request.Context(), search.Query{Text: s.Asked, Before: before, Limit: searchTexts})
	if err != nil {
		return s, err
	}
	s.Cut = found.Cut
	if found.Before > 0 {
		s.More = searchPath + "?" + url.Values{"q": {s.Asked}, "before": {strconv.FormatUint(found.Before, 36)}}.Encode()
	}
	return s, h.readFound(c.Request.Context(), &s, found)
}

// readFound reads what was found from the store: what is there no more is left out.
func (h *console) readFound(ctx context.Context, s *searched, found search.Found) error {
	people := map[fsm.Phone]*foundPerson{}
	for _, phone := range found.People {
		p, err := h.foundPerson(ctx, s, people, phone)
		if err != nil {
			return err
		}
		if p != nil {
			s.People = append(s.People, *p)
		}
	}
	for _, t := range found.Texts {
		p, err := h.foundPerson(ctx, s, people, t.Phone)
		if err != nil {
			return err
		}
		texts, err := h.Store.Messages(ctx, t.Phone, t.Seq+1, 1)
		if err != nil {
			return err
		}
		if p == nil || len(texts) == 0 || texts[0].Seq != t.Seq {
			continue
		}
		if parts, hit := search.Mark(texts[0].Body, s.Asked); hit {
			s.Texts = append(s.Texts, foundText{*p, t.Seq, texts[0].At.Time(), parts, texts[0].Out})
		}
	}
	return nil
}

// foundPerson reads a person, once; nil: nobody is there any more.
func (h *console) foundPerson(ctx context.Context, s *searched, known map[fsm.Phone]*foundPerson, phone fsm.Phone) (*foundPerson, error) {
	if p, ok := known[phone]; ok {
		return p, nil
	}
	r, err := h.Store.Record(ctx, phone)
	if errors.Is(err, store.ErrNotFound) {
		known[phone] = nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p := &foundPerson{Phone: phone, Name: called(&r), Path: pathOf(phone), Owner: r.Thread.Owner}
	if s.Talk {
		p.Path = inboxPath + "/" + url.PathEscape(string(phone))
	}
	customers, err := h.Store.Customers(ctx, phone)
	if err != nil {
		return nil, err
	}
	p.Known, _ = search.Mark(strings.Join(append(knownOf(&r, p.Name), customers...), " · "), s.Asked)
	known[phone] = p
	return p, nil
}

// knownOf lists what the shop knows of a person beside the name.
func knownOf(r *fsm.Record, name string) []string {
	var list []string
	for _, f := range factsOf(r) {
		if f.Value != name {
			list = append(list, f.Value)
		}
	}
	return append(list, r.Tags...)
}
