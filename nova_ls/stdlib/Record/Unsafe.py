"""What Record.Unsafe imports from its host."""


def unsafeHas(name):
    return lambda record: name in record


def unsafeGet(name):
    return lambda record: record.get(name)


def unsafeSet(name):
    return lambda value: lambda record: {**record, name: value}


def unsafeDelete(name):
    return lambda record: {label: value for label, value in record.items() if label != name}
