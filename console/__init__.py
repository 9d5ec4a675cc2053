"""What the command line reads, prints and starts; `diudat.py` names the commands."""
