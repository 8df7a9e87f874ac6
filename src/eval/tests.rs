//! Tests of the interpreter from policy text stand in `tests/spec` and `docs/language`.
