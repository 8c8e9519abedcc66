package names

import "strings"

// Slug returns en as part of an id: lower-case ASCII words joined by hyphens,
// marks and apostrophes gone, "saint" for St. ("St. Louis" is saint-louis,
// "Ōtsu" is otsu, "Lee's Summit" is lees-summit). It is idempotent, matches
// [a-z0-9]+(-[a-z0-9]+)*, and is "" if en has no Latin letter and no digit.
func Slug(en string) string {
	// Twice: a letter left out may have made a word that is an abbreviation.
	return slugOnce(slugOnce(en))
}

func slugOnce(en string) string {
	parts := words(en, plainMarks)
	kept := parts[:0]
	for _, w := range parts {
		if w = strings.Map(onlyASCII, w); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "-")
}

func onlyASCII(r rune) rune {
	if isLatin(r) || r >= '0' && r <= '9' {
		return r
	}
	return -1
}
