package forecast

// Report is what a program would do.
type Report struct {
	Brand     string     `json:"brand"`
	Revision  string     `json:"revision"`
	Seed      uint64     `json:"seed"`
	People    int        `json:"people"`
	Currency  string     `json:"currency,omitempty"`
	Price     float64    `json:"price,omitempty"` // of one segment; 0: the program does not say
	Total     Day        `json:"total"`
	Days      []Day      `json:"days"` // by the shop's clock
	Workflows []Workflow `json:"workflows"`
	Guards    []Guard    `json:"guards"` // those that held or dropped most first
	Person    Spread     `json:"person"`
}

// Day is what one day sees.
type Day struct {
	Date       string  `json:"date,omitempty"`
	Joined     int     `json:"joined"`
	Stopped    int     `json:"stopped"`
	In         int     `json:"in"`      // texts from people
	Entered    int     `json:"entered"` // runs that began
	Replies    int     `json:"replies"` // texts that answer
	Service    int     `json:"service"` // unasked texts by class
	Lifecycle  int     `json:"lifecycle"`
	Promo      int     `json:"promo"`
	Segments   int     `json:"segments"` // of all texts to people
	Cost       float64 `json:"cost,omitempty"`
	Held       int     `json:"held"` // times that a text was told to wait
	Dropped    int     `json:"dropped"`
	Displaced  int     `json:"displaced"`  // times that a text waited for another of the same person
	Collisions int     `json:"collisions"` // times that texts of several workflows wanted to go to one person at once
}

// Texts is how many texts went to people.
func (d Day) Texts() int { return d.Replies + d.Unasked() }

// Unasked is how many of them answered nobody.
func (d Day) Unasked() int { return d.Service + d.Lifecycle + d.Promo }

func (d *Day) add(o Day) {
	for _, pair := range [][2]*int{{&d.Joined, &o.Joined}, {&d.Stopped, &o.Stopped}, {&d.In, &o.In}, {&d.Entered, &o.Entered}, {&d.Replies, &o.Replies},
		{&d.Service, &o.Service}, {&d.Lifecycle, &o.Lifecycle}, {&d.Promo, &o.Promo}, {&d.Segments, &o.Segments},
		{&d.Held, &o.Held}, {&d.Dropped, &o.Dropped}, {&d.Displaced, &o.Displaced}, {&d.Collisions, &o.Collisions}} {
		*pair[0] += *pair[1]
	}
	d.Cost += o.Cost
}

// Workflow is what one workflow does.
type Workflow struct {
	Name      string  `json:"name"`
	Class     string  `json:"class"`
	Entered   int     `json:"entered"`
	Texts     int     `json:"texts"` // replies within it included
	Segments  int     `json:"segments"`
	Cost      float64 `json:"cost,omitempty"`
	Held      int     `json:"held"`
	Dropped   int     `json:"dropped"`
	Displaced int     `json:"displaced"`
}

// Guard is one rule, and how often it kept a text back.
type Guard struct {
	Guard   string `json:"guard"`
	Name    string `json:"name,omitempty"`
	Place   string `json:"place,omitempty"`
	Held    int    `json:"held"`
	Dropped int    `json:"dropped"`
}

// Spread is how unasked texts are spread over people.
type Spread struct {
	Mean     float64 `json:"mean"`
	Median   int     `json:"median"`
	Most     int     `json:"most"`
	Week     int     `json:"most_in_7_days"`        // of anybody
	WeekOf95 int     `json:"most_in_7_days_of_95%"` // of 95 of 100 people
}
