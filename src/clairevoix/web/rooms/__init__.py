"""The pages of figures beside « Cap », one module each, in the order in which people are led through them."""

from clairevoix.web.rooms import (
    answering,
    drivers,
    fibre,
    journeys,
    listening,
    organisation,
    prizes,
    vigilance,
    weights,
)
from clairevoix.web.rooms.room import Room

ROOMS: tuple[Room, ...] = (
    answering.ROOM,
    weights.ROOM,
    drivers.ROOM,
    fibre.ROOM,
    journeys.ROOM,
    listening.ROOM,
    vigilance.ROOM,
    organisation.ROOM,
    prizes.ROOM,
)
