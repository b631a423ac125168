"""The pages of figures beside « Cap », one module each, in the order in which people are led through them."""

from clairevoix.web.rooms import (
    answering,
    drivers,
    effort,
    fibre,
    journeys,
    listening,
    organisation,
    prizes,
    programmes,
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
    effort.ROOM,
    programmes.ROOM,
    listening.ROOM,
    vigilance.ROOM,
    organisation.ROOM,
    prizes.ROOM,
)
