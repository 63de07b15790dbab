"""One feature of an editor, one file, one public function over a snapshot."""
