"""What Krisechat is measured against: a relay that stores nothing, and the usual way to do it."""
