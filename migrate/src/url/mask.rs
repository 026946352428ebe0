//! A URL without what is secret in it.

use super::conninfo;

/// Options whose values may be shown. Of what nobody knows, too much is hidden rather than too little.
const HARMLESS: [&str; 26] = [
    "application_name",
    "cache",
    "channel_binding",
    "charset",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "immutable",
    "keepalives",
    "mode",
    "nolock",
    "options",
    "port",
    "service",
    "sslmode",
    "sslrootcert",
    "ssl_ca",
    "ssl_cert",
    "ssl_mode",
    "target_session_attrs",
    "unix_socket",
    "user",
    "vfs",
    "x",
];

/// The URL with `***` for the password, in front of the host as well as among the options.
pub(super) fn mask(url: &str) -> String {
    if conninfo::is_one(url) {
        return mask_conninfo(url);
    }
    let Some((scheme, rest)) = url.split_once("://") else { return mask_user(url) };
    let (base, options) = split_options(rest);
    let mut masked = format!("{scheme}://{}", mask_user(base));
    for (n, option) in options.into_iter().flat_map(|it| it.split('&')).enumerate() {
        masked += &format!("{}{}", if n == 0 { '?' } else { '&' }, mask_option(option));
    }
    masked
}

/// The options of what follows `://`. A password in front of the host may hold a question mark.
pub(super) fn split_options(rest: &str) -> (&str, Option<&str>) {
    let host = user_length(rest);
    match rest[host..].find('?') {
        Some(at) => (&rest[..host + at], Some(&rest[host + at + 1..])),
        None => (rest, None),
    }
}

/// How long user and password are, with their `@`, as libpq reads it: the first `@` or `/` decides.
fn user_length(rest: &str) -> usize {
    match rest.find(['@', '/']) {
        Some(at) if rest[at..].starts_with('@') => at + 1,
        _ => 0,
    }
}

fn mask_user(base: &str) -> String {
    // A password may hold a slash or an @ that should have been encoded.
    let Some((user_info, host)) = base.rsplit_once('@') else { return base.to_owned() };
    let Some((user, _)) = user_info.split_once(':') else { return base.to_owned() };
    format!("{user}:***@{host}")
}

fn mask_option(option: &str) -> String {
    let (name, value) = option.split_once('=').unwrap_or(("", option));
    let harmless = HARMLESS.contains(&name) && !value.contains('@');
    match name {
        "" if value.is_empty() => String::new(),
        "" => "***".to_owned(),
        _ if harmless => option.to_owned(),
        _ => format!("{name}=***"),
    }
}

fn mask_conninfo(text: &str) -> String {
    let Ok(mut pairs) = conninfo::parse(text) else { return "***".to_owned() };
    for (word, value) in &mut pairs {
        if !HARMLESS.contains(&word.as_str()) {
            *value = "***".to_owned();
        }
    }
    conninfo::write(&pairs)
}

/// What is secret in a URL, as the client library may quote it.
pub(super) fn secrets(url: &str) -> Vec<String> {
    if conninfo::is_one(url) {
        let pairs = conninfo::parse(url).unwrap_or_default();
        let secret = pairs.into_iter().filter(|(word, _)| !HARMLESS.contains(&word.as_str()));
        return secret.map(|(_, value)| value).collect();
    }
    let Some((_, rest)) = url.split_once("://") else { return Vec::new() };
    let (base, options) = split_options(rest);
    let user = [base, rest].into_iter().filter_map(|it| it.rsplit_once('@')?.0.split_once(':'));
    let options = options.into_iter().flat_map(|it| it.split('&')).map(|option| {
        let (name, value) = option.split_once('=').unwrap_or(("", option));
        if HARMLESS.contains(&name) { "" } else { value }
    });
    user.map(|(_, password)| password).chain(options).map(str::to_owned).collect()
}
