package faketwilio

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Faults are probabilities from 0 to 1, each drawn once for each call, status or text.
// As text and as JSON they go by the names that String gives.
type Faults struct {
	// TooManyRequests answers 429 with code 20429 and Retry-After; the text is not accepted.
	TooManyRequests float64
	// DropBeforeAccept closes the connection; the text is not accepted.
	DropBeforeAccept float64
	// ServerError answers 500 or 503 as JSON; the text is accepted in half of the cases.
	ServerError float64
	// HTMLError answers 502 with a page; the text is accepted in half of the cases.
	HTMLError float64
	// HangAfterAccept accepts the text and does not answer until the caller gives up.
	HangAfterAccept float64
	// DropAfterAccept accepts the text and closes the connection.
	DropAfterAccept float64
	// FailAsync accepts the text, which then ends undelivered or failed with a code.
	FailAsync float64

	// CallbackLost never posts a status.
	CallbackLost float64
	// CallbackRepeated posts a status twice.
	CallbackRepeated float64
	// CallbackEarly posts a text's first status before the create call is answered.
	CallbackEarly float64
	// CallbackReordered posts a text's statuses last to first.
	CallbackReordered float64

	// InboundLost never posts an inbound text, which can only be listed.
	InboundLost float64
	// InboundRepeated posts an inbound text twice at the same time.
	InboundRepeated float64
	// InboundRetried overlooks the answer to an inbound text and posts it again.
	InboundRetried float64

	// ListError answers 503 to a listing.
	ListError float64
	// ListDelayMS is no probability: for so many milliseconds a new message is not listed.
	ListDelayMS float64
}

// listDelayName is the one fault that is a time.
const listDelayName = "list-delay-ms"

// byName gives each fault by its short name.
func (f *Faults) byName() map[string]*float64 {
	return map[string]*float64{
		"429":                &f.TooManyRequests,
		"drop-before":        &f.DropBeforeAccept,
		"5xx":                &f.ServerError,
		"html":               &f.HTMLError,
		"hang":               &f.HangAfterAccept,
		"drop-after":         &f.DropAfterAccept,
		"fail":               &f.FailAsync,
		"callback-lost":      &f.CallbackLost,
		"callback-repeated":  &f.CallbackRepeated,
		"callback-early":     &f.CallbackEarly,
		"callback-reordered": &f.CallbackReordered,
		"inbound-lost":       &f.InboundLost,
		"inbound-repeated":   &f.InboundRepeated,
		"inbound-retried":    &f.InboundRetried,
		"list-error":         &f.ListError,
		listDelayName:        &f.ListDelayMS,
	}
}

// FaultNames lists the short names of all faults, sorted.
func FaultNames() []string {
	var names []string
	for name := range new(Faults).byName() {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// ParseFaults reads "hang=0.05,429=0.1"; an empty text is no faults. It is an error to name
// an unknown fault or a probability outside 0 to 1.
func ParseFaults(text string) (Faults, error) {
	values := map[string]float64{}
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, number, _ := strings.Cut(part, "=")
		value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil {
			return Faults{}, fmt.Errorf("fault %q: want name=probability: %w", part, err)
		}
		values[strings.TrimSpace(name)] = value
	}
	return faultsOf(values)
}

// faultsOf checks values and puts them in their places.
func faultsOf(values map[string]float64) (Faults, error) {
	var f Faults
	places := f.byName()
	for name, value := range values {
		place, known := places[name]
		if !known {
			return Faults{}, fmt.Errorf("no fault %q; there are %s", name, strings.Join(FaultNames(), ", "))
		}
		if value < 0 || (value > 1 && name != listDelayName) {
			return Faults{}, fmt.Errorf("fault %s=%v: want a probability from 0 to 1", name, value)
		}
		*place = value
	}
	return f, nil
}

// String gives the faults that can happen as ParseFaults reads them, sorted.
func (f Faults) String() string {
	var parts []string
	places := f.byName()
	for _, name := range FaultNames() {
		if value := *places[name]; value != 0 {
			parts = append(parts, fmt.Sprintf("%s=%v", name, value))
		}
	}
	return strings.Join(parts, ",")
}

// MarshalJSON writes an object of all short names.
func (f Faults) MarshalJSON() ([]byte, error) {
	values := map[string]float64{}
	for name, place := range f.byName() {
		values[name] = *place
	}
	return json.Marshal(values)
}

// UnmarshalJSON reads an object of short names; absent ones are 0.
func (f *Faults) UnmarshalJSON(data []byte) error {
	values := map[string]float64{}
	if err := json.Unmarshal(data, &values); err != nil {
		return fmt.Errorf("faults: %w", err)
	}
	read, err := faultsOf(values)
	if err != nil {
		return err
	}
	*f = read
	return nil
}

// listDelay is how long a new message stays out of listings.
func (f *Faults) listDelay() time.Duration {
	return time.Duration(f.ListDelayMS * float64(time.Millisecond))
}
