//! The connection to an object store, and the reasons why it is refused.

use crate::failure::chain;
use crate::uploads::location::BucketLocation;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStore, RetryConfig};
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

/// The time limit for a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// The time limit for a request. A request transfers at most 1 MiB.
const REQUEST_WITHIN: Duration = Duration::from_secs(10);
/// The time after which a failed request is not repeated: a response of the server has to be sent
/// within half a minute.
const RETRY_WITHIN: Duration = Duration::from_secs(10);
/// The maximum number of repetitions of a request.
const RETRIES: usize = 3;
/// The maximum length of an unexplained error, in characters.
const ERROR_CHARACTERS: usize = 300;

/// Prepares the connection, without opening it.
///
/// # Errors
/// The reason why the settings cannot be used.
pub(super) fn connect(location: &BucketLocation) -> Result<Arc<dyn ObjectStore>, String> {
    // The client asks for the cryptography of the process; the other connections bring their own.
    // An error says that it was chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = ClientOptions::new()
        .with_connect_timeout(CONNECT_WITHIN)
        .with_timeout(REQUEST_WITHIN);
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: RETRIES,
        retry_timeout: RETRY_WITHIN,
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&location.bucket)
        .with_client_options(client)
        .with_retry(retry)
        // Not every object store has the request that deletes many objects at once.
        .with_config(AmazonS3ConfigKey::DisableBulkDelete, "true");
    for (name, value) in &location.settings {
        let key = name.to_ascii_lowercase().parse();
        if let Some(key) = key.ok().filter(|key| *key != AmazonS3ConfigKey::Bucket) {
            builder = builder.with_config(key, value);
        }
    }
    let store = builder.build().map_err(|error| {
        let reason = reason(&error, location);
        format!("The uploads bucket {location} cannot be used: {reason}.")
    })?;
    Ok(Arc::new(PrefixStore::new(store, location.prefix.clone())))
}

/// An error with its causes, without the body of the response, in which an object store may repeat
/// the session token of a request. Only the code of the body remains.
pub(crate) fn without_body(error: &(dyn StdError + 'static)) -> String {
    let text = chain(error).to_string();
    let (head, body) = text.split_once('<').unwrap_or((&text, ""));
    let code = body
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"))
        .map_or("", |(code, _)| code);
    let words = [head.trim_end(), code].join(" ");
    words.trim_end().chars().take(ERROR_CHARACTERS).collect()
}

/// The reason of a failure, and what to do, for an administrator.
pub(super) fn reason(error: &Error, location: &BucketLocation) -> String {
    let text = chain(error).to_string();
    let any = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    let bucket = &location.bucket;
    if any(&["NoSuchBucket"]) {
        return format!("there is no bucket {bucket}; create it, or correct --uploads");
    }
    // Without a key, the client asks the machine's metadata service for one.
    if any(&[
        "/latest/api/token",
        "/latest/meta-data",
        "Missing AccessKeyId",
    ]) || any(&["Missing SecretAccessKey"])
    {
        return "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            .to_owned();
    }
    if any(&[
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "InvalidToken",
    ]) || any(&["ExpiredToken", "NotSignedUp"])
        || matches!(error, Error::Unauthenticated { .. })
    {
        return "the object store refuses the credentials; \
                check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            .to_owned();
    }
    if any(&[
        "AuthorizationHeaderMalformed",
        "PermanentRedirect",
        "IllegalLocation",
    ]) || any(&["redirect without LOCATION", "WrongRegion"])
    {
        return format!("the bucket {bucket} is in another region; set AWS_REGION");
    }
    if any(&["URL scheme is not allowed", "BadScheme"]) {
        return "AWS_ENDPOINT_URL is not HTTPS; set AWS_ALLOW_HTTP=true to use it anyway"
            .to_owned();
    }
    if any(&["AccessDenied", "403 Forbidden"]) || matches!(error, Error::PermissionDenied { .. }) {
        return format!(
            "access to it is denied; the key needs s3:ListBucket for {bucket}, \
             and s3:GetObject, s3:PutObject and s3:DeleteObject for its objects"
        );
    }
    let text = without_body(error);
    text.trim_end_matches('.').replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::without_body;
    use std::io;

    #[test]
    fn bodies_stay_out_of_messages() {
        let check = |text: &str, expected: &str| {
            let error = io::Error::other(text.to_owned());
            assert_eq!(without_body(&error), expected, "{text}");
        };
        check("connection refused", "connection refused");
        check(
            "Server returned non-2xx status code: 400 Bad Request: <?xml version=\"1.0\"?>\n<Error>\
             <Code>ExpiredToken</Code><Token-0>secret</Token-0></Error>",
            "Server returned non-2xx status code: 400 Bad Request: ExpiredToken",
        );
        check("403 Forbidden: <html>secret</html>", "403 Forbidden:");
        check(&"x".repeat(10_000), &"x".repeat(super::ERROR_CHARACTERS));
    }
}
