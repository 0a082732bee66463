// Package chart draws bars and intervals as SVG, for pages and reports. A chart is drawn on the server, needs no
// script, follows the page's light or dark colours, and never stands alone: the page puts the same
// numbers beneath it as a table. Pages that are files of their own have their style and that table from here (page.go).
package chart
