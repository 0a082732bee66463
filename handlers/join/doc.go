// Package join serves a page for each keyword that opts in, on which people join by a form, by a link that
// opens a text, or by a QR code of that link: GET /join/{keyword}, and GET /join/{keyword}/qr.svg.
//
// The form subscribes nobody. Anybody can type any number, so all that it does is to let the machine ask the
// phone (fsm.OptIn with Ask), by its rules: once a day at most, and never after a STOP. Whether a number is known
// cannot be learnt here: the page says the same of each. What it showed, to the letter, its address and the browser
// go into the ledger as evidence.
//
// The page works without scripts and has none, sets no cookies, and is in the languages of the program
// (words.go). A form is taken from this page alone: it brings a token that the page has given out, and a browser that says
// that it comes from elsewhere is refused. How often anybody may ask is bounded by address and for all together, since each
// question costs money.
package join
