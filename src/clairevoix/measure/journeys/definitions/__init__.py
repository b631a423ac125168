"""The journeys that come with clairevoix, one TOML file each."""
