//! The rules that every storage backend applies inside its transactions: pure functions over small states.
//!
//! A backend reads a state, asks the rule, writes the state back. So two backends cannot differ in a rule.

pub mod card;
pub mod counter_code;
pub mod login;
pub mod party_session;
pub mod password;
pub mod phone_code;
pub mod place;
pub mod scopes;
pub mod staff;
