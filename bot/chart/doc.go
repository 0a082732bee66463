// Package chart draws bars and intervals as SVG, for pages and reports. A chart is drawn on the server, needs no
// script, follows the page's light or dark colours, and never stands alone: the page puts the same
// numbers beneath it as a table.
package chart
