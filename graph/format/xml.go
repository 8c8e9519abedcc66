package format

import "unicode/utf8"

// xmlNamed are the characters that are written by reference: markup, and white space that a parser would normalise in an attribute.
var xmlNamed = [utf8.RuneSelf]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\'': "&#39;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;"}

// appendXML writes text, good in elements and attributes. What XML 1.0 has no way to say (most control characters, U+FFFE, bad UTF-8) becomes U+FFFD, as xml.EscapeText does.
func appendXML(b []byte, s string) []byte {
	start := 0
	for i, r := range s {
		var by string
		switch {
		case r < utf8.RuneSelf && xmlNamed[r] != "":
			by = xmlNamed[r]
		case r < ' ' || r == 0xfffe || r == 0xffff || r == utf8.RuneError:
			by = "\ufffd"
		default:
			continue
		}
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		b = append(append(b, s[start:i]...), by...)
		start = i + size
	}
	return append(b, s[start:]...)
}

// attribute writes name="v" with a space before it.
func attribute(b []byte, name, v string) []byte {
	b = append(append(append(b, ' '), name...), '=', '"')
	return append(appendXML(b, v), '"')
}

// element writes <name>v</name>.
func element(b []byte, name, v string) []byte {
	b = append(append(append(b, '<'), name...), '>')
	b = appendXML(b, v)
	return append(append(append(b, '<', '/'), name...), '>')
}

func edgeDirection(directed bool) string {
	if directed {
		return "directed"
	}
	return "undirected"
}
