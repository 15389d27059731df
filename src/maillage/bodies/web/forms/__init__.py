"""What people type on the pages of bodies and meetings: checks of form only."""
