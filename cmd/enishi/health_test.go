package main

import "testing"

func TestHealthURL(t *testing.T) {
	for addr, want := range map[string]string{
		"": "http://127.0.0.1:8080", "127.0.0.1:9000": "http://127.0.0.1:9000", ":9000": "http://127.0.0.1:9000", "0.0.0.0:9000": "http://127.0.0.1:9000",
		"10.0.0.5:8080": "http://10.0.0.5:8080", "[::1]:8080": "http://[::1]:8080", "[::]:8080": "http://[::1]:8080", "enishi.example:80": "http://enishi.example:80",
	} {
		if got := healthURL(addr); got != want {
			t.Errorf("ENISHI_ADDR=%s is asked at %s, want %s", addr, got, want)
		}
	}
}
