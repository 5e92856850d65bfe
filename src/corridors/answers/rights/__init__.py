"""Rights: treaties accepted, who is protected, consulates, exploitation, women and children."""
