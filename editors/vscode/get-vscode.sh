#!/bin/sh
# Put into a folder what the extension is tested in: a VS Code that a browser shows (code-server), and playwright-core.
# Needs Node 20 with its headers, a C++ compiler, make, python3 and ripgrep; Chromium is taken from the system.
set -eu
folder=${1:?usage: get-vscode.sh FOLDER}
mkdir -p "$folder"
cd "$folder"
folder=$PWD
node_home=$(dirname "$(dirname "$(command -v node)")")
node_gyp=$(npm root --global)/npm/node_modules/node-gyp/bin/node-gyp.js

# Without their scripts, for these download programs from elsewhere; what has to be compiled is compiled here.
echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund code-server@4.100.3 playwright-core@1.65.1
vscode=$PWD/node_modules/code-server/lib/vscode
(cd "$vscode" && npm install --ignore-scripts --omit=dev --legacy-peer-deps --no-audit --no-fund)
(cd node_modules/argon2 && ../.bin/node-pre-gyp rebuild --build-from-source --nodedir="$node_home")
for module in node-pty native-watchdog @parcel/watcher @vscode/deviceid @vscode/spdlog; do
  (cd "$vscode/node_modules/$module" && node "$node_gyp" rebuild --nodedir="$node_home")
done
mkdir -p "$vscode/node_modules/@vscode/ripgrep/bin"
ln -sf "$(command -v rg)" "$vscode/node_modules/@vscode/ripgrep/bin/rg"
touch "$folder/complete"
