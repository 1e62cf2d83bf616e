//! The only HTTP client of the house.
