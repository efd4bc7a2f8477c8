//! The order and grouping of fields: the part of JSON Forms' UI schema that this version draws.

use crate::{Field, FormError, Kind};
use serde_json::Value;

/// Fields that belong together.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The group's heading; none for fields that stand alone.
    pub label: Option<String>,
    /// In the order of the screen.
    pub fields: Vec<Field>,
}

/// Puts the schema's fields where the UI schema wants them.
pub(crate) fn sections(
    fields: Vec<Field>,
    uischema: Option<&Value>,
) -> Result<Vec<Section>, FormError> {
    let Some(uischema) = uischema else {
        return Ok(vec![Section {
            label: None,
            fields,
        }]);
    };
    let mut layout = Layout {
        fields,
        sections: Vec::new(),
    };
    layout.element(uischema, "/uischema", None)?;
    if let Some(field) = layout.fields.iter().find(|field| field.required) {
        return Err(FormError::new(
            "/uischema",
            format!("the field {:?} is required but has no control", field.name),
        ));
    }
    Ok(layout.sections)
}

struct Layout {
    /// The fields that no control has taken yet.
    fields: Vec<Field>,
    sections: Vec<Section>,
}

impl Layout {
    fn element(&mut self, element: &Value, at: &str, group: Option<&str>) -> Result<(), FormError> {
        match element.get("type").and_then(Value::as_str) {
            Some("VerticalLayout") if group.is_none() => self.elements(element, at, None),
            Some("Group") if group.is_none() => {
                let label = element
                    .get("label")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                self.sections.push(Section {
                    label: Some(label.to_owned()),
                    fields: Vec::new(),
                });
                self.elements(element, at, Some(label))
            }
            Some("Control") => self.control(element, at, group),
            Some(other) => Err(FormError::new(
                format!("{at}/type"),
                format!("the element {other:?} is not drawn here by this version"),
            )),
            None => Err(FormError::new(at, "an element needs a type")),
        }
    }

    fn elements(
        &mut self,
        element: &Value,
        at: &str,
        group: Option<&str>,
    ) -> Result<(), FormError> {
        for (i, child) in element
            .get("elements")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.element(child, &format!("{at}/elements/{i}"), group)?;
        }
        Ok(())
    }

    fn control(&mut self, control: &Value, at: &str, group: Option<&str>) -> Result<(), FormError> {
        if control.get("rule").is_some() {
            return Err(FormError::new(
                format!("{at}/rule"),
                "rules are not drawn by this version",
            ));
        }
        let scope = control
            .get("scope")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let name = scope.strip_prefix("#/properties/").unwrap_or_default();
        let Some(place) = self.fields.iter().position(|field| field.name == name) else {
            return Err(FormError::new(
                format!("{at}/scope"),
                format!(
                    "{scope:?} names no field of the schema, or one that has a control already"
                ),
            ));
        };
        let mut field = self.fields.remove(place);
        if let Some(label) = control.get("label").and_then(Value::as_str) {
            label.clone_into(&mut field.label);
        }
        if let Some(options) = control.get("options") {
            options_of(&mut field, options, &format!("{at}/options"))?;
        }
        match self.sections.last_mut() {
            Some(section) if section.label.as_deref() == group => section.fields.push(field),
            _ => self.sections.push(Section {
                label: None,
                fields: vec![field],
            }),
        }
        Ok(())
    }
}

fn options_of(field: &mut Field, options: &Value, at: &str) -> Result<(), FormError> {
    for (name, value) in options.as_object().into_iter().flatten() {
        match (name.as_str(), value, &mut field.kind) {
            ("multi", Value::Bool(on), Kind::Text { multi, .. }) => *multi = *on,
            ("format", Value::String(format), Kind::Choice { radio, .. }) if format == "radio" => {
                *radio = true;
            }
            ("portico", portico, _) => {
                field.why = portico
                    .get("why")
                    .and_then(Value::as_str)
                    .map(str::to_owned);
            }
            _ => {
                return Err(FormError::new(
                    format!("{at}/{name}"),
                    format!("the option {name:?} does not fit this field in this version"),
                ));
            }
        }
    }
    Ok(())
}
