// Package tabular reads tables: delimited text in whatever separator and
// encoding, and the sheets of workbooks. It yields rows as they come, with their
// places, and reports each that could not be read instead of dropping it. What
// the columns mean is for whoever asks.
package tabular
