"""What Data.HeytingAlgebra imports from its host."""


def boolConj(a):
    return lambda b: a and b


def boolDisj(a):
    return lambda b: a or b
