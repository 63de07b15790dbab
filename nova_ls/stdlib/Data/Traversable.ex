defmodule Nova.Foreign.Data.Traversable do
  @moduledoc "What Data.Traversable imports from its host."

  @doc "Halves the array again and again, so that what it builds is as deep as the logarithm of the length."
  def traverseArray(apply, map, pure, f, xs) do
    join = fn left -> fn right -> Nova.Runtime.append(left, right) end end
    go(xs, 0, tuple_size(xs), %{apply: apply, map: map, pure: pure, f: f, join: join})
  end

  defp go(_, at, at, given), do: given.pure.({})

  defp go(xs, from, to, given) when to - from == 1 do
    given.map.(fn y -> {y} end).(given.f.(elem(xs, from)))
  end

  defp go(xs, from, to, given) do
    middle = div(from + to, 2)
    left = go(xs, from, middle, given)
    joined = given.map.(given.join).(left)
    given.apply.(joined).(go(xs, middle, to, given))
  end
end
