// Package links serves the tracked short links of texts: GET /l/{code} leads on to where the text
// wanted to lead, and books that its subscriber opened it.
//
// A link never does anything but lead on, so that a preview or a scanner that opens it changes
// nothing for anybody. What names itself as one is not counted (bots.txt), nor is a HEAD, nor a
// prefetch; repeats within a minute count once (clicks.go). Neither the code nor any answer tells
// about the person, and whoever is slow or broken behind the link, the way on is shown.
package links
