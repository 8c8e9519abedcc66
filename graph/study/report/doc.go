// Package report writes dossiers and comparisons of package study for people: a page in HTML that stands by itself and prints as a report, Markdown, and tables for CSV and XLSX,
// in English or Japanese.
//
// A report is first a document (headings, paragraphs, tables, drawings) with numbered sources, from which HTML and Markdown are written alike. What is told is decided there, once; templates only say
// how it looks. Data tables (DossierTables, ComparisonTables) are apart: they carry ids and ISO dates for programs, beside them names and years for those who work in a spreadsheet.
//
// The page needs nothing from elsewhere: style, map and timeline are in it. Colours keep a contrast of 4.5:1, drawings have a title and a text that says the same, tables have
// captions and header cells. On A4 paper rows are not cut, headers repeat, and pages are numbered (by browsers that know page margin boxes, such as Chromium since 131).
//
// The outlines in geometry.json are made by geometry.py from Natural Earth and US Census boundaries, both in the public domain.
//
// # Caveats
//
// Notes and titles of sources are in the language of the data, mostly English. Map outlines are those of today. Partners outside the United States and Japan are not on the map.
package report
