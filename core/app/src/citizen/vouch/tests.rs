//! Tests of this flow.
