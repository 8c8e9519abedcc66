// Package names decides which spellings are the same name.
//
// It folds text to keys, lists the keys of a node ([SubjectOf], [Keys]), reads a question
// ([Parse]), says whether and how the two meet ([Match]), and answers whole
// searches from memory ([Index]). Every store uses it, so that all give the
// same hits in the same order: one store asks an [Index]; another keeps
// [Terms] of each node, fetches the nodes that share a term with
// [Query.Terms], and lets [Match] decide.
//
// # Two folds
//
// [Fold] keeps the script: width, case, marks, punctuation, hiragana and
// katakana, old and new kanji, ヶ and が become one; letters of other scripts
// stay. [FoldRomaji] does the same for Japanese names in Latin letters and
// also joins the romanizations: Hepburn, Kunrei, Nihon-shiki, passport "oh",
// long vowels written or not. Both are idempotent and their result has no
// spaces, so "Saint Paul", "St. Paul" and "saintpaul" are one text.
//
// A key says with its [Space] which fold made it. Only keys of Japanese names
// are in [Romaji], so Houston never meets "Hoston" there. A question is read
// in every way it can be meant and each reading looks in its own space.
//
// # Decisions
//
//   - Fold both sides instead of listing spellings. A list of all
//     romanizations of one name grows with each syllable; a fold does not, and
//     a spelling that nobody thought of still meets its name.
//   - Kana stays kana: a question in kana is compared with kana, never through
//     Latin letters, where おおつ and おつ would be one. Only ー, which has no
//     one spelling in hiragana (トーキョー), is also read through Latin letters.
//   - Dakuten are letters, not marks: only marks on letters outside kana are
//     removed, so が never becomes か.
//   - Affixes (市, -shi, City of) are added to and taken from the name by its
//     level, not cut from the question, where Musashi would lose its end.
//   - A typo is measured by optimal string alignment (Damerau-Levenshtein
//     without overlapping edits) on folded text; kanji are never guessed.
//   - The index scans signatures (which letters, at most twice each) of all
//     keys of near length for typos: 20,000 names take some tens of
//     microseconds and nothing to build, where tables of deletions cost
//     megabytes and most of a cold start. A built index can be stored
//     ([Index.AppendBinary]). Stores that can only look terms up
//     get deletions of a prefix (symmetric delete, after SymSpell).
//
// # Caveats
//
//   - Typos are looked for in names of at most [MaxFuzzy] letters and, with
//     one edit, in the first word of each part of a longer name.
//   - The fold joins what a reader may write either way, so Ōsaka and Osaka,
//     and also Kōchi and Kochi, are exact hits of each other's names.
//   - The same goes for variants of kanji: 鹿嶋 and 鹿島, two cities, find each
//     other.
//   - Only the first later words of a name (see maxTails) are found.
//   - Simplified Chinese forms are not joined with Japanese ones.
package names
