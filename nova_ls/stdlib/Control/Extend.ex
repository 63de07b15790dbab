defmodule Nova.Foreign.Control.Extend do
  @moduledoc "What Control.Extend imports from its host."

  def mapSuffixes(f, xs), do: List.to_tuple(suffixes(f, Tuple.to_list(xs)))

  defp suffixes(_, []), do: []

  defp suffixes(f, [_ | rest] = list) do
    first = f.(List.to_tuple(list))
    [first | suffixes(f, rest)]
  end
end
