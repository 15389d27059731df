"""Changes to what stands around a contract: agreements, dated acts, counterparts, departmental plans."""
