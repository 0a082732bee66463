// Package console is the pages for the staff: whoever logs in works here.
//
// A page is one file of Go and one template beside it: it reads what it shows, and renders it into the
// frame (frame.html). Everything works as plain pages and forms; htmx and a little script make it quicker. What a role may see stands where its route is
// registered (register.go), and the navigation shows no more than that.
//
// Whoever asks must be logged in (session.go), but for the pages by which one gets in: welcome, where a
// one-time link sets a password, and login. Posts from pages of other sites are refused by the router's
// protection, and the cookie is not sent along with them. Nothing that is written into a page can run:
// the policy allows scripts and styles from files alone.
package console
