"""Vietnamese text: NFC, slugs, numbers, dates, markup escapes, near names."""
