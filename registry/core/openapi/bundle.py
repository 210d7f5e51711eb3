"""One document out of several files: references to other files lead into files of the same upload or folder, and nowhere else.

The other files' trees are hung into the document under one key, and references are pointed there; so rules follow them as they
follow any. What is found there is told with the file's name and the line in it. Addresses, absolute paths and paths that leave
the upload are never opened.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote

from registry.core.openapi.archive import is_archive, packed, unpacked
from registry.core.openapi.document import Document, read, read_root
from registry.core.openapi.lines import Lines, Position
from registry.core.openapi.parts import METHODS
from registry.core.openapi.pointers import Tree, from_fragment, join, mapping, split, walk
from registry.core.openapi.reading import Limits, Source, Unreadable, read_source
from registry.core.openapi.survey import survey
from registry.core.text import text as _

HOLDER = "x-files"
Opener = Callable[[str], bytes | None]
"""Gives the content of a file by its name from the root of the upload, None when there is none such."""

_ROOT_NAMES = ("openapi", "swagger", "index", "main", "root", "api", "spec")


def read_archive(data: bytes, limits: Limits) -> Document:
    """The document in a zip archive. Raises Unreadable."""
    files, root = unpacked(data, limits)
    root = root or _root_of(files, limits)
    return read_with_files(root, files[root], files.get, limits, hashlib.sha256(data).hexdigest())


def read_with_files(root: str, data: bytes, opened: Opener, limits: Limits, sha256: str | None = None) -> Document:
    """The document in `data`, called `root`, with those files of its upload that it leads to. Raises Unreadable."""
    source = read_root(data, limits)
    gathered = _Gathered(root, source, opened, limits)
    gathered.gather()
    if not gathered.parts:
        return Document(source, sha256 or hashlib.sha256(data).hexdigest(), limits)
    return BundledDocument(root, _looked_at_again(source, limits), gathered, sha256 or gathered.sha256, limits)


def _looked_at_again(source: Source, limits: Limits) -> Source:
    """The source whose tree has been changed since it was read. Raises Unreadable."""
    return source._replace(survey=survey(source.tree, limits))


def put_together(files: Sequence[tuple[str, bytes]], limits: Limits) -> list[tuple[str, bytes]]:
    """(name, content) of what was sent, where a document that leads into others of the files becomes one archive with them.

    Files that are only parts of such a document are then not there on their own.
    """
    by_name = dict(files)
    if len(by_name) < 2 or len(by_name) < len(files):
        return list(files)
    made, parts = [], set()
    for name, data in files:
        used = _used(name, data, by_name, limits)
        if used:
            parts |= used
            made.append((f"{name.rpartition('.')[0]}.zip", packed({part: by_name[part] for part in {name, *used}}, name)))
        else:
            made.append((name, data))
    return [(name, data) for name, data in made if name not in parts or _is_document(data, limits)]


def _used(name: str, data: bytes, files: Mapping[str, bytes], limits: Limits) -> set[str]:
    """The names of the other files that a document leads into."""
    try:
        document = read(data, limits)
        if is_archive(data) or not leads_to_files(document):
            return set()
        return {part for part, _text in read_with_files(name, data, files.get, limits).texts} - {name, ""}
    except Unreadable:  # told where the file itself is read
        return set()


def _is_document(data: bytes, limits: Limits) -> bool:
    try:
        read(data, limits)
    except Unreadable:
        return False
    return True


def leads_to_files(document: Document) -> bool:
    """Whether some reference leads to another file by a relative path."""
    return any(_target(target) is not None for _pointer, target in document.outside_references)


def _target(reference: str) -> tuple[str, str] | None:
    """(path, fragment) of a relative reference; None for addresses and absolute paths."""
    path, _sign, fragment = reference.partition("#")
    path = unquote(path)
    if not path or path.startswith(("/", "\\")) or ":" in path or "\\" in path or "?" in path or not path.isprintable():
        return None
    return path, fragment


class _Gathered:
    """The files a root leads to, references in all of them pointed into the one tree."""

    def __init__(self, root: str, source: Source, opened: Opener, limits: Limits) -> None:
        self.parts: dict[str, Source] = {}
        self.aliases: dict[str, tuple[str, str]] = {}  # pointer of an operation -> (file, pointer) where it is written
        self._root, self._source, self._opened, self._limits = root, source, opened, limits
        self._left = limits.size - len(source.text)
        self._absent: set[str] = set()
        self._digest = hashlib.sha256(source.text.encode("utf-8", "replace"))

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def gather(self) -> None:
        waiting: list[tuple[str, Tree]] = [(self._root, self._source.tree)]
        while waiting:
            name, tree = waiting.pop()
            for node in list(_with_reference(tree)):
                found = self._pointed(name, node["$ref"])
                if found is not None:
                    node["$ref"], opened = found
                    waiting += [(opened, self.parts[opened].tree)] if opened else []
        if self.parts:
            self._source.tree[HOLDER] = {name: part.tree for name, part in self.parts.items()}
            self._put_texts_in_place()
            self._put_operations_in_place()

    def _pointed(self, name: str, reference: str) -> tuple[str, str] | None:
        """(reference inside the one tree, name of the file when it was opened for the first time); None to leave it as it is."""
        if reference.startswith("#"):
            return None if name == self._root else (self._inside(name, reference[1:]), "")
        target = _target(reference)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target[0])) if target else ".."
        if target is None or path.startswith(".."):
            return None
        if path == self._root:
            return f"#{target[1]}", ""
        new = path not in self.parts
        if new and not self._open(path):
            return None
        return self._inside(path, target[1]), path if new else ""

    def _inside(self, name: str, fragment: str) -> str:
        return f"#{quote(join('', HOLDER, name))}{fragment}"

    def _open(self, name: str) -> bool:
        if name in self._absent:
            return False
        data = self._opened(name)
        if data is None:
            self._absent.add(name)
            return False
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable(_("The files of the document are more than {limit} bytes together", limit=self._limits.size))
        try:
            self.parts[name] = read_source(data, self._limits)
        except Unreadable as problem:
            raise Unreadable(_("{file}: {problem}", file=name, problem=problem.message), problem.line) from None
        self._digest.update(name.encode("utf-8", "replace") + hashlib.sha256(data).digest())
        return True

    def _put_texts_in_place(self) -> None:
        """A text kept in another file, as descriptions often are, stands where it is used."""
        for node in list(_with_reference(self._source.tree, parents=True)):
            for key, child in node.items():
                target = self._target_of(child)
                if isinstance(target, str):
                    node[key] = target

    def _target_of(self, node: Tree) -> Tree:
        """What a reference into another file leads to; None for everything else."""
        reference = mapping(node).get("$ref")
        if not isinstance(reference, str) or not reference.startswith(f"#/{HOLDER}/"):
            return None
        try:
            return walk(self._source.tree, split(from_fragment(reference)))
        except LookupError:
            return None

    def _put_operations_in_place(self) -> None:
        """An operation written in a file of its own stands where it is used: OpenAPI has no references to operations."""
        for template, item in mapping(self._source.tree.get("paths")).items():
            for method, operation in mapping(item).items():
                target = self._target_of(operation) if method in METHODS else None
                if isinstance(target, dict) and "$ref" not in target:
                    item[method] = target
                    self.aliases[join("/paths", template, method)] = _in_file(from_fragment(operation["$ref"]))


def _with_reference(tree: Tree, *, parents: bool = False) -> Iterator[dict[str, Tree]]:
    """Every mapping with a `$ref`, or every mapping that holds such a one, each once however often it is used."""
    stack, seen = [tree], set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        if type(node) is dict:
            seen.add(id(node))
            if any(type(child) is dict and "$ref" in child for child in node.values()) if parents else _refers(node):
                yield node
            stack.extend(node.values())
        elif type(node) is list:
            seen.add(id(node))
            stack.extend(node)


def _refers(node: dict[str, Tree]) -> bool:
    return isinstance(node.get("$ref"), str)


def _in_file(pointer: str) -> tuple[str, str]:
    """(file, pointer in it) of a pointer below the holder."""
    tokens = split(pointer)
    return tokens[1], join("", *tokens[2:])


class BundledDocument(Document):
    """A document of several files. Pointers into its other files begin with `/x-files/NAME`."""

    def __init__(self, root: str, source: Source, gathered: _Gathered, sha256: str, limits: Limits) -> None:
        super().__init__(source, sha256, limits)
        self._aliases = gathered.aliases
        self._sources: Mapping[str, Source] = {root: source, **gathered.parts}
        self._root = root
        self._limits = limits
        self._lines_in: dict[str, Lines] = {root: self._lines}

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        return [(name, source.text) for name, source in self._sources.items()]

    def file_of(self, pointer: str) -> str:
        return self._place(pointer)[0]

    def positions_of(self, pointers: Iterable[str]) -> dict[str, Position]:
        places = {pointer: self._place(pointer) for pointer in pointers}
        by_file: dict[str, list[str]] = {}
        for file, inner in places.values():
            by_file.setdefault(file, []).append(inner)
        found = {file: self._in(file).of(inner) for file, inner in by_file.items()}
        return {pointer: found[file][inner] for pointer, (file, inner) in places.items()}

    @cached_property
    def duplicate_keys(self) -> list[Any]:
        from dataclasses import replace

        return [
            duplicate if name == self._root else replace(duplicate, pointer=join("", HOLDER, name) + duplicate.pointer)
            for name in self._sources
            for duplicate in self._in(name).duplicates()
        ]

    def _in(self, file: str) -> Lines:
        if file not in self._lines_in:
            self._lines_in[file] = Lines(_looked_at_again(self._sources[file], self._limits), self._limits)
        return self._lines_in[file]

    def _place(self, pointer: str) -> tuple[str, str]:
        """(file, pointer in it) where the value at `pointer`, which may lead through references, is written."""
        place = ""
        node: Tree = self.raw
        for token in split(pointer):
            if isinstance(node, dict) and token not in node and "$ref" in node:
                place, node = self.follow(place, node)
            place = join(place, token)
            try:
                node = walk(node, [token])
            except LookupError:
                node = None
        for alias, (file, inner) in self._aliases.items():
            if place == alias or place.startswith(alias + "/"):
                return file, inner + place.removeprefix(alias)
        tokens = split(place)
        if tokens[:1] == [HOLDER] and len(tokens) > 1 and tokens[1] in self._sources:
            return tokens[1], join("", *tokens[2:])
        return self._root, place


def _root_of(files: Mapping[str, bytes], limits: Limits) -> str:
    """The one file that is a document, or of several the one nearest the top with a usual name. Raises Unreadable."""
    documents = []
    for name, data in files.items():
        try:
            read_root(data, limits)
        except Unreadable:
            continue
        documents.append(name)
    if len(documents) == 1:
        return documents[0]
    if not documents:
        raise Unreadable(_("None of the {number} files in the archive is an OpenAPI document", number=len(files)))
    usual = [name for name in documents if posixpath.basename(name).rpartition(".")[0].lower() in _ROOT_NAMES]
    nearest = sorted(usual, key=lambda name: (name.count("/"), name))
    if not nearest or (len(nearest) > 1 and nearest[0].count("/") == nearest[1].count("/")):
        listed = ", ".join(sorted(documents)[:10])
        raise Unreadable(
            _("The archive holds several documents ({names}); call the one that is meant openapi.yaml", names=listed)
        )
    return nearest[0]
