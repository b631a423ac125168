"""What stands in for personal data: placeholders in words, silence or a tone in sound, pseudonyms where the charter links."""
