"""What a scenario leaves behind: frames in a folder, or records in the database."""
