//! Addresses of pictures, films and players.

use crate::docset::{NodeRef, PageView, Target};
use crate::markdown::LinkKind;

use super::escape;

/// The resolved target of an attribute of a picture or film.
pub(in crate::render) fn target_of(view: &PageView, at: NodeRef, kind: LinkKind) -> Option<&str> {
    let occurrence = view.occurrence(at)?;
    let node = occurrence.doc.node(at.node);
    let mut range = occurrence.doc.links_in(node.start..node.end);
    let i =
        range.find(|i| occurrence.doc.links.get(*i).is_some_and(|l| l.kind == kind && l.node == at.node))?;
    occurrence.targets.get(i).and_then(Target::href).filter(|h| !escape::runs_code(h))
}

/// The address to embed a film with: players without cookies, HTTPS.
pub(super) fn player_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return url.to_owned();
    }
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, format!("#{fragment}")),
        None => (rest, String::new()),
    };
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = match place.split_once('/') {
        Some((host, path)) => (host, format!("/{path}")),
        None => (place, "/".to_owned()),
    };
    let host = host.to_ascii_lowercase();
    if host.is_empty() || host.contains([' ', '<', '>', '"']) {
        return url.to_owned();
    }
    let mut parameters: Vec<&str> = query.split('&').filter(|p| !p.is_empty()).collect();
    match host.as_str() {
        "channel9.msdn.com" => parameters.push("nocookie=true"),
        "youtube.com" | "www.youtube.com" | "youtu.be" | "www.youtube-nocookie.com" => {
            return youtube(&host, &path, parameters, &fragment);
        }
        _ => {}
    }
    let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    format!("https://{host}{path}{query}{fragment}")
}

fn youtube(host: &str, path: &str, mut parameters: Vec<&str>, fragment: &str) -> String {
    const PLAYER: &str = "https://www.youtube-nocookie.com";
    let value = |parameters: &[&str], name: &str| {
        parameters.iter().find_map(|p| p.strip_prefix(name).map(str::to_owned)).filter(|v| !v.is_empty())
    };
    let short = path.strip_prefix('/').filter(|id| host == "youtu.be" && !id.is_empty());
    let embedded = path.strip_prefix("/embed/").filter(|id| !id.is_empty() && *id != "videoseries");
    let id = match short {
        Some(id) => Some(id.to_owned()),
        None => value(&parameters, "v=").or_else(|| embedded.map(str::to_owned)),
    };
    if let Some(id) = id {
        if short.is_none() {
            parameters.retain(|p| !p.starts_with("v="));
        }
        if !parameters.iter().any(|p| p.starts_with("rel=")) {
            parameters.push("rel=0");
        }
        return format!("{PLAYER}/embed/{id}?{}{fragment}", parameters.join("&"));
    }
    if let Some(list) = value(&parameters, "list=") {
        return format!("{PLAYER}/embed/videoseries?list={list}&rel=0");
    }
    let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    let base = if host == "youtu.be" { "https://youtu.be" } else { PLAYER };
    format!("{base}{path}{query}{fragment}")
}

/// What an image reference to something that plays is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Media {
    /// A film, with its media type.
    Video(&'static str),
    /// Sound, with its media type.
    Audio(&'static str),
    /// A player of another site: its address and the site's name.
    Player { src: String, class: &'static str },
}

const VIDEO: &[(&str, &str)] = &[
    ("3gp", "video/3gpp"),
    ("3g2", "video/3gpp2"),
    ("avi", "video/x-msvideo"),
    ("uvh", "video/vnd.dece.hd"),
    ("uvm", "video/vnd.dece.mobile"),
    ("uvu", "video/vnd.uvvu.mp4"),
    ("uvp", "video/vnd.dece.pd"),
    ("uvs", "video/vnd.dece.sd"),
    ("uvv", "video/vnd.dece.video"),
    ("fvt", "video/vnd.fvt"),
    ("f4v", "video/x-f4v"),
    ("flv", "video/x-flv"),
    ("fli", "video/x-fli"),
    ("h261", "video/h261"),
    ("h263", "video/h263"),
    ("h264", "video/h264"),
    ("jpm", "video/jpm"),
    ("jpgv", "video/jpeg"),
    ("m4v", "video/x-m4v"),
    ("asf", "video/x-ms-asf"),
    ("pyv", "video/vnd.ms-playready.media.pyv"),
    ("wm", "video/x-ms-wm"),
    ("wmx", "video/x-ms-wmx"),
    ("wmv", "video/x-ms-wmv"),
    ("wvx", "video/x-ms-wvx"),
    ("mj2", "video/mj2"),
    ("mxu", "video/vnd.mpegurl"),
    ("mpeg", "video/mpeg"),
    ("mp4", "video/mp4"),
    ("ogv", "video/ogg"),
    ("webm", "video/webm"),
    ("qt", "video/quicktime"),
    ("movie", "video/x-sgi-movie"),
    ("viv", "video/vnd.vivo"),
];

const AUDIO: &[(&str, &str)] = &[
    ("adp", "audio/adpcm"),
    ("aac", "audio/x-aac"),
    ("aif", "audio/x-aiff"),
    ("uva", "audio/vnd.dece.audio"),
    ("eol", "audio/vnd.digital-winds"),
    ("dra", "audio/vnd.dra"),
    ("dts", "audio/vnd.dts"),
    ("dtshd", "audio/vnd.dts.hd"),
    ("rip", "audio/vnd.rip"),
    ("lvp", "audio/vnd.lucent.voice"),
    ("m3u", "audio/x-mpegurl"),
    ("pya", "audio/vnd.ms-playready.media.pya"),
    ("wma", "audio/x-ms-wma"),
    ("wax", "audio/x-ms-wax"),
    ("mid", "audio/midi"),
    ("mp3", "audio/mpeg"),
    ("mpga", "audio/mpeg"),
    ("mp4a", "audio/mp4"),
    ("ecelp4800", "audio/vnd.nuera.ecelp4800"),
    ("ecelp7470", "audio/vnd.nuera.ecelp7470"),
    ("ecelp9600", "audio/vnd.nuera.ecelp9600"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("weba", "audio/webm"),
    ("ram", "audio/x-pn-realaudio"),
    ("rmp", "audio/x-pn-realaudio-plugin"),
    ("au", "audio/basic"),
    ("wav", "audio/x-wav"),
];

/// What `![…](url)` shows, when that is no picture.
pub(super) fn of_image(url: &str) -> Option<Media> {
    if let Some(player) = player(url) {
        return Some(player);
    }
    let path = crate::base::url::split(url).path;
    let (_, extension) = path.rsplit_once('.')?;
    let known = |table: &[(&str, &'static str)]| {
        table.iter().find(|(e, _)| e.eq_ignore_ascii_case(extension)).map(|(_, t)| *t)
    };
    known(VIDEO).map(Media::Video).or_else(|| known(AUDIO).map(Media::Audio))
}

fn player(url: &str) -> Option<Media> {
    let rest = url.strip_prefix("https:").or_else(|| url.strip_prefix("http:")).unwrap_or(url);
    let rest = rest.strip_prefix("//")?;
    let (host, path) = rest.split_once('/')?;
    let parts = crate::base::url::split(path);
    let query = |name: &str| parts.query.and_then(|q| q.split('&').find_map(|p| p.strip_prefix(name)));
    match host.to_ascii_lowercase().trim_start_matches("www.") {
        "youtube.com" | "m.youtube.com" if parts.path == "watch" => {
            let id = query("v=")?;
            let start = query("t=").map(|t| format!("?start={t}")).unwrap_or_default();
            Some(Media::Player {
                src: format!("https://www.youtube.com/embed/{id}{start}"),
                class: "youtube",
            })
        }
        "youtube.com" | "m.youtube.com" if parts.path == "embed" || parts.path.starts_with("embed/") => {
            Some(Media::Player { src: format!("https://www.youtube.com/{path}"), class: "youtube" })
        }
        "youtu.be" if !parts.path.is_empty() => {
            let start = query("t=").map(|t| format!("?start={t}")).unwrap_or_default();
            let src = format!("https://www.youtube.com/embed/{}{start}", parts.path);
            Some(Media::Player { src, class: "youtube" })
        }
        "vimeo.com" => {
            let id = parts.path.rsplit('/').next().filter(|id| id.bytes().all(|b| b.is_ascii_digit()))?;
            Some(Media::Player { src: format!("https://player.vimeo.com/video/{id}"), class: "vimeo" })
        }
        "music.yandex.ru" => {
            let mut words = parts.path.split('/');
            match (words.next(), words.next(), words.next(), words.next()) {
                (Some("album"), Some(album), Some("track"), Some(track)) => Some(Media::Player {
                    src: format!("https://music.yandex.ru/iframe/#track/{track}/{album}/"),
                    class: "yandex",
                }),
                _ => None,
            }
        }
        "ok.ru" => {
            let id = parts.path.strip_prefix("video/")?;
            Some(Media::Player { src: format!("https://ok.ru/videoembed/{id}"), class: "odnoklassniki" })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_lose_their_cookies() {
        let cases = [
            ("https://youtu.be/X", "https://www.youtube-nocookie.com/embed/X?rel=0"),
            ("http://www.youtube.com/watch?v=X&t=3", "https://www.youtube-nocookie.com/embed/X?t=3&rel=0"),
            ("https://host", "https://host/"),
            ("https://channel9.msdn.com/a/player", "https://channel9.msdn.com/a/player?nocookie=true"),
        ];
        for (url, player) in cases {
            assert_eq!(player_url(url), player);
        }
    }

    #[test]
    fn films_are_known_by_their_extension() {
        assert_eq!(of_image("a.MP4?x"), Some(Media::Video("video/mp4")));
        assert_eq!(of_image("a.png"), None);
    }
}
