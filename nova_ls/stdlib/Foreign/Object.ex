defmodule Nova.Foreign.Foreign.Object do
  @moduledoc "What Foreign.Object imports from its host."

  # An object is a map to values with the number of their insertion, and the next such number.

  def entriesWith(pair, {map, _} = object) do
    List.to_tuple(for k <- ordered(object), do: pair.(k).(elem(Map.fetch!(map, k), 1)))
  end

  def empty, do: {%{}, 0}

  def insert(k, a, {map, next}) do
    case map do
      %{^k => {at, _}} -> {%{map | k => {at, a}}, next}
      _ -> {Map.put(map, k, {next, a}), next + 1}
    end
  end

  def lookupImpl(nothing, just, k, {map, _}) do
    case map do
      %{^k => {_, a}} -> just.(a)
      _ -> nothing
    end
  end

  def delete(k, {map, next}), do: {Map.delete(map, k), next}
  def keys(object), do: List.to_tuple(ordered(object))

  # Names in the host's order: indices by size, then the others as they came.
  defp ordered({map, _}) do
    {indices, others} = Enum.split_with(Map.keys(map), &index/1)
    Enum.sort_by(indices, &index/1) ++ Enum.sort_by(others, &elem(Map.fetch!(map, &1), 0))
  end

  defp index(k) do
    with text when byte_size(text) < 11 <- Nova.Runtime.utf8(k),
         {n, ""} when n in 0..0xFFFFFFFE//1 <- Integer.parse(text),
         ^text <- Integer.to_string(n) do
      n
    else
      _ -> nil
    end
  end
end
