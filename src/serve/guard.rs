//! Who may ask: browsers that were sent to this machine by name, not pages of other sites.
//!
//! A page elsewhere can make a browser ask `http://localhost`, and a name elsewhere can be made to point here (DNS
//! rebinding). `Host` tells the name that the browser believes in, `Origin` and `Sec-Fetch-Site` the page that asks.

use std::net::IpAddr;

/// The hosts that are answered.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    port: u16,
    names: Vec<String>,
}

impl Hosts {
    pub(super) fn new(port: u16, names: &[String]) -> Self {
        Hosts { port, names: names.iter().map(|n| n.to_ascii_lowercase()).collect() }
    }

    /// Whether a `Host` header names this machine: `localhost`, a loopback address, or an allowed name; with our
    /// port or none.
    pub(super) fn knows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let (name, port) = match host.strip_prefix('[') {
            Some(rest) => match rest.split_once(']') {
                Some((address, "")) => (address, None),
                Some((address, port)) => match port.strip_prefix(':') {
                    Some(port) => (address, Some(port)),
                    None => return false,
                },
                None => return false,
            },
            None => match host.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (host.as_str(), None),
            },
        };
        if port.is_some_and(|p| p.parse() != Ok(self.port)) {
            return false;
        }
        name == "localhost"
            || name.parse::<IpAddr>().is_ok_and(|a| a.is_loopback())
            || self.names.iter().any(|n| n == name)
    }

    /// Whether a page of `origin` may read from us: only one that we served.
    pub(super) fn trusts(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.knows(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let hosts = Hosts::new(4040, &["Preview.Test".to_owned()]);
        for good in [
            "localhost",
            "localhost:4040",
            "LOCALHOST:4040",
            "127.0.0.1:4040",
            "127.0.0.9",
            "[::1]:4040",
            "[::1]",
            "preview.test:4040",
        ] {
            assert!(hosts.knows(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "localhost:80",
            "localhost.",
            "[::1]x",
            "[::1",
            "192.168.0.2:4040",
            "0.0.0.0:4040",
            "2130706433",
            "localhost:4040:1",
            "a@localhost",
        ] {
            assert!(!hosts.knows(bad), "{bad}");
        }
    }

    #[test]
    fn only_our_own_pages_may_read() {
        let hosts = Hosts::new(4040, &[]);
        assert!(hosts.trusts("http://localhost:4040"));
        for bad in
            ["null", "https://localhost:4040", "http://localhost:8080", "http://evil.example", "file://"]
        {
            assert!(!hosts.trusts(bad), "{bad}");
        }
    }
}
