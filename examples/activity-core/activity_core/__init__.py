"""Runs activities that are defined in Postgres, on Temporal."""
