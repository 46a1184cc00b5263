#!/bin/sh
# Serves one file a language. It takes its time before it listens.
echo 'loading greetings …'
sleep 2
echo 'ready'
exec httpd -f -v -p 8081 -h /greetings/data
