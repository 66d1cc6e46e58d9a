"""The version, written into every edition."""

VERSION = "0.1.0"
