#!/bin/bash
# Runs once, when the data folder is new: a login for the app that owns its database and nothing else.
# The values reach psql as variables, which it quotes; they stand on no command line.
# The image's entry point sources this file, so it sets no options: the entry point stops at the first failure.

psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv app_user APP_USER
\getenv app_password APP_PASSWORD
\getenv app_database APP_DATABASE
CREATE ROLE :"app_user" LOGIN PASSWORD :'app_password';
CREATE DATABASE :"app_database" OWNER :"app_user";
REVOKE ALL ON DATABASE :"app_database", postgres, template1 FROM PUBLIC;
SQL
