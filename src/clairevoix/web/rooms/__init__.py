"""The pages of figures beside « Cap », one module each, in the order in which people are led through them."""

from clairevoix.web.rooms import fibre, journeys, listening
from clairevoix.web.rooms.room import Room

ROOMS: tuple[Room, ...] = (fibre.ROOM, journeys.ROOM, listening.ROOM)
