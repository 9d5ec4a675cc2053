"""Deciding many dossiers at once: what a body sits over, each dossier judged, the good ones recorded."""
