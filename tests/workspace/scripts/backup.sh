#!/bin/sh
# Nightly backup of the reports database.
set -eu
psql --host reports --command "SELECT pg_start_backup('nightly', true)"
tar --create --file /backup/reports.tar /var/lib/postgresql
psql --host reports --command "SELECT pg_stop_backup()"
