"""The pages of figures beside « Cap », one module each, in the order in which people are led through them."""

from clairevoix.web.rooms import fibre, journeys, listening, organisation, prizes, vigilance
from clairevoix.web.rooms.room import Room

ROOMS: tuple[Room, ...] = (listening.ROOM, vigilance.ROOM, organisation.ROOM, prizes.ROOM, fibre.ROOM, journeys.ROOM)
