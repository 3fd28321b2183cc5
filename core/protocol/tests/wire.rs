//! Wire messages: whatever arrives is read or refused, what was read is written the same, and unknown fields are refused.

#![expect(clippy::unwrap_used, reason = "a test that breaks off says where")]

use leling_protocol::wire::{
    CardResponse, ClaimSecret, ConsentRequest, DemoPeerRequest, EnrolCodeRequest, EnrolCodeResponse, EnrolRequest,
    ErrorBody, PasswordResetSecret, UnlinkRequest, WriteRequest,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn comes_back<T: DeserializeOwned + Serialize + PartialEq>(text: &str) {
    if let Ok(message) = serde_json::from_str::<T>(text) {
        let again = serde_json::to_string(&message).unwrap();
        assert!(serde_json::from_str::<T>(&again).unwrap() == message);
    }
}

fn reads_or_refuses(text: &str) {
    comes_back::<EnrolRequest>(text);
    comes_back::<EnrolCodeRequest>(text);
    comes_back::<EnrolCodeResponse>(text);
    comes_back::<ClaimSecret>(text);
    comes_back::<PasswordResetSecret>(text);
    comes_back::<ConsentRequest>(text);
    comes_back::<UnlinkRequest>(text);
    comes_back::<WriteRequest>(text);
    comes_back::<DemoPeerRequest>(text);
    comes_back::<CardResponse>(text);
    comes_back::<ErrorBody>(text);
}

fn enrol() -> Value {
    let key = json!({ "kty": "EC", "crv": "P-256", "x": "x", "y": "y" });
    json!({
        "id": "01932c07-0000-7000-8000-000000000000",
        "name": "王秀兰",
        "id_number": "379913194403120025",
        "phone": "99900000001",
        "device": key,
        "approve": key,
        "presence": "lock",
        "platform": "simulator",
    })
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        "[0-9Xx ]{0,20}".prop_map(Value::from),
    ]
}

#[test]
fn what_is_sent_is_read_and_comes_back() {
    let request: EnrolRequest = serde_json::from_value(enrol()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), enrol());
}

#[test]
fn unknown_fields_are_refused_in_requests() {
    let mut more = enrol();
    more["nickname"] = json!("兰兰");
    assert!(serde_json::from_value::<EnrolRequest>(more).is_err());
    let write = json!({ "id": "01932c07-0000-7000-8000-000000000000", "more": 1 });
    assert!(serde_json::from_value::<WriteRequest>(write).is_err());
}

#[test]
fn values_are_checked_where_they_arrive() {
    let wrong =
        [("id_number", "379913194403120026"), ("phone", "12345"), ("name", "<b>"), ("presence", "maybe"), ("id", "1")];
    for (field, wrong) in wrong {
        let mut request = enrol();
        request[field] = json!(wrong);
        assert!(serde_json::from_value::<EnrolRequest>(request).is_err(), "{field}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        reads_or_refuses(&text);
    }

    #[test]
    fn any_object_is_read_or_refused(fields in proptest::collection::btree_map("[a-z_]{1,12}", leaf(), 0..8)) {
        reads_or_refuses(&serde_json::to_string(&fields).unwrap());
    }

    #[test]
    fn one_spoilt_field_is_read_or_refused(at in 0usize..8, value in leaf()) {
        let mut request = enrol();
        let fields = request.as_object_mut().unwrap();
        let name = fields.keys().nth(at).unwrap().clone();
        fields.insert(name, value);
        reads_or_refuses(&request.to_string());
    }
}
