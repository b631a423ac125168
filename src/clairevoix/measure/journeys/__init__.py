"""Journeys: how customers' cases go, which are right the first time, where the others are lost, and how long it takes."""
