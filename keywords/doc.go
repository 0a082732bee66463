// Package keywords tells what an inbound text means, whatever language, spelling or mood it is in.
package keywords
