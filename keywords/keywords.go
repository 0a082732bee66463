package keywords

// Kind is what a text was taken for.
type Kind string

// The kinds of meanings.
const (
	None       Kind = ""
	Stop       Kind = "stop"       // the STOP family, exactly
	Start      Kind = "start"      // the START family, exactly
	Help       Kind = "help"       // the HELP family, exactly
	Yes        Kind = "yes"        // YES, exactly
	No         Kind = "no"         // NO, exactly
	Revocation Kind = "revocation" // a clear wish, in free words, to get no more texts
	Ambiguous  Kind = "ambiguous"  // perhaps such a wish: a person must look
)

// Verdict is a meaning with its evidence.
type Verdict struct {
	Kind  Kind
	Tier  string // "exact" or "free"
	Lang  string // of the data file that knew it
	Rule  string // which of its rules
	Match string // the words that it rests on
}

// Answer is one way to answer a question: its name and the words for it.
type Answer struct {
	Name  string
	Words []string
}

// Match is an answer that a text gives.
type Match struct {
	Name     string
	Tier     string // "exact" or "near"
	Evidence string
}
