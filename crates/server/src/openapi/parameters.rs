//! Limits of query parameters.

use super::operations;
use portico_contract::PARAMETER_CHARACTERS;
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::schema::{ArrayItems, SchemaType, Type};
use utoipa::openapi::{Paths, RefOr, Schema};

/// Adds the maximum length of each parameter, which [`crate::http::Params`] enforces.
pub(super) fn limit(paths: &mut Paths) {
    let parameters =
        operations(paths).flat_map(|operation| operation.parameters.iter_mut().flatten());
    for parameter in parameters {
        if let RefOr::T(parameter) = parameter
            && parameter.parameter_in == ParameterIn::Query
        {
            limit_text(&mut parameter.schema);
        }
    }
}

fn limit_text(schema: &mut Option<RefOr<Schema>>) {
    match schema {
        Some(RefOr::T(Schema::Object(object)))
            if object.schema_type == SchemaType::Type(Type::String)
                && object.enum_values.is_none() =>
        {
            object.max_length = Some(PARAMETER_CHARACTERS);
        }
        Some(RefOr::T(Schema::Array(array))) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items
                && let RefOr::T(Schema::Object(object)) = &mut **items
            {
                object.max_length = Some(PARAMETER_CHARACTERS);
            }
        }
        _ => {}
    }
}
