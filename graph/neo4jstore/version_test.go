package neo4jstore

import "testing"

func TestSupported(t *testing.T) {
	for version, want := range map[string]bool{"5.23.0": true, "5.26.30": true, "5.22.1": false, "4.4.40": false, "2025.01.0": true, "5": false, "": false, "five.twenty": false} {
		if supported(version) != want {
			t.Errorf("supported(%q) is %v", version, !want)
		}
	}
}
