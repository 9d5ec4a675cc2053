"""What the page of one dossier shows, part by part."""
