#!/bin/sh
# Upgrades the Marlin client and keeps its identity. Started by at(1), not by the client itself.
set -eu

# <upgrade>
cd /tmp/marlin-5.2
./install --keep-identity --site HQ1 --server mp01.example.com marlin-client-5.2.0.tar
# </upgrade>

# <verify>
systemctl is-active marlin-client
marlinctl version
# </verify>
