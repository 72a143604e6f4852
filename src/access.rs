//! The rules that turn what people were given into what their keys open.
