// Package catalogue reads what shops offer: tables with any headings, the feeds
// and exports of shop systems, and product pages. An item is one product that is
// offered, with what the catalogue says of its brand, manufacturer, GTIN and part
// number, and the line or object that says so.
//
// What a column was taken for is told, never asked for. A GTIN that a spreadsheet
// has spoilt is mended where its check digit proves it, and named where not.
//
// Products are not joined here: a line is an item. Nothing here knows a vendor.
package catalogue
