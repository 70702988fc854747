"""Whether sources came in right: what ``qualcode import`` shows, before anything is coded."""
