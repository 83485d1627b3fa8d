#!/bin/sh
exec sha512sum --strict --quiet -c SHA512SUMS
