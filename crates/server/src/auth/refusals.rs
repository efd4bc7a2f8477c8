//! Error messages for users who may not sign in, although their sign-in is genuine.

use crate::db::LinkRefusal;
use crate::http::ApiError;

/// The server cannot determine the user of the sign-in.
pub(super) fn not_linked(refusal: LinkRefusal) -> ApiError {
    ApiError::account(match refusal {
        LinkRefusal::Ambiguous => {
            "Your sign-in names two different people. \
             Ask an administrator to link it to your account."
        }
        LinkRefusal::InUse => {
            "Somebody already signs in with your email address or ID in another way. \
             Ask an administrator to link your sign-in to your account."
        }
        LinkRefusal::NoLongerListed => {
            "Your email address belonged to someone who is no longer listed with it. \
             Ask an administrator to link your sign-in to your account."
        }
        LinkRefusal::Unproven => {
            "Your email address belongs to someone who is known here, and your sign-in does not prove that you are \
             the same. Ask an administrator to link your sign-in to your account."
        }
        LinkRefusal::Deactivated => return deactivated(),
    })
}

/// The user has been deactivated.
pub(super) fn deactivated() -> ApiError {
    ApiError::account("Your account is deactivated. If that is wrong, ask an administrator.")
}
