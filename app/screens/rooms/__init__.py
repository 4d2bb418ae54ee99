"""The page Rooms: a trainer opens a room, tables predict, decide, see and debrief."""
