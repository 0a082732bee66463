package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

const (
	pageSize = 500  // half of what Twilio would give, so that a page of the longest texts is no answer too long
	maxPages = 1000 // of one listing
)

var errNoListing = errors.New("the answer is no listing")

// pages reads a listing page by page. Twilio lists by when a text was sent, the latest first. It stops
// at the first error.
func (c *Carrier) pages(ctx context.Context, want openapi.ListMessageParams) iter.Seq2[[]openapi.ApiV2010Message, error] {
	return func(yield func([]openapi.ApiV2010Message, error) bool) {
		want.SetPageSize(pageSize)
		page, err := c.firstPage(ctx, &want)
		for n := 1; ; n++ {
			switch {
			case err != nil:
				yield(nil, fmt.Errorf("read page %d: %w", n, cause(err)))
				return
			case !yield(page.Messages, nil) || value(page.NextPageUri) == "":
				return
			case n == maxPages:
				yield(nil, fmt.Errorf("there are more than %d pages of %d", maxPages, pageSize))
				return
			}
			page, err = c.nextPage(ctx, *page.NextPageUri)
		}
	}
}

func (c *Carrier) firstPage(ctx context.Context, want *openapi.ListMessageParams) (*openapi.ListMessageResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	api, k := c.api(ctx)
	page, err := api.PageMessage(want, "", "")
	return page, k.listed(page, err)
}

// nextPage follows Twilio's own reference, which stays true when texts are added meanwhile.
func (c *Carrier) nextPage(ctx context.Context, reference string) (*openapi.ListMessageResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	api, k := c.api(ctx)
	res, err := api.RequestHandler().Get(DefaultBaseURL+reference, nil, nil, "")
	if err != nil {
		return nil, err
	}
	page := &openapi.ListMessageResponse{}
	err = json.NewDecoder(res.Body).Decode(page)
	return page, k.listed(page, err)
}

// listed refuses an answer that only looks like an empty listing.
func (k *call) listed(page *openapi.ListMessageResponse, err error) error {
	if err == nil && (k.status/100 != 2 || page.Uri == "") {
		return fmt.Errorf("answer %d from Twilio: %w", k.status, errNoListing)
	}
	return err
}

// created is when Twilio took a message, in whole seconds.
func created(m *openapi.ApiV2010Message) (time.Time, error) {
	at, err := time.Parse(time.RFC1123Z, value(m.DateCreated))
	if err != nil {
		return at, fmt.Errorf("read when message %s was created: %w", value(m.Sid), err)
	}
	return at.UTC(), nil
}
