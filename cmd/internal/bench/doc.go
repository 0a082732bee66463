// Package bench measures the whole road of a conversation on one machine: a signed text comes in
// over HTTP, is decided and kept on disk, its answer is handed to a carrier over HTTP, and two
// delivery reports come back. That is four commits of one subscriber for each text.
//
// Beside each figure stands that of the raw store: the same number of commits with the same sizes
// on the same file in the same run, without HTTP, machine and carrier. Disks differ and are noisy;
// the ratio of the two says what Parley itself costs.
//
// Everything (the load, the server and the fake carrier) runs in one process and shares its cores.
package bench
