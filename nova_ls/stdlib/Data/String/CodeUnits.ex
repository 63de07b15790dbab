defmodule Nova.Foreign.Data.String.CodeUnits do
  @moduledoc "What Data.String.CodeUnits imports from its host."

  import Kernel, except: [length: 1]
  alias Nova.Text

  def singleton(c), do: c
  def fromCharArray(cs), do: IO.iodata_to_binary(Tuple.to_list(cs))
  def toCharArray(text), do: List.to_tuple(Text.chars(text))
  def length(text), do: Text.size(text)

  def countPrefix(holds, text), do: text |> Text.chars() |> Enum.take_while(holds) |> Kernel.length()

  def firstIndex(pattern, start, text), do: Text.find(text, pattern, min(max(start, 0), Text.size(text)))

  def lastIndex(pattern, start, text) do
    Text.find_last(text, pattern, min(max(start, 0), Text.size(text) - Text.size(pattern)))
  end

  def take(count, text), do: Text.slice(text, 0, max(count, 0))
  def drop(count, text), do: Text.slice(text, max(count, 0), Text.size(text))
  def slice(from, to, text), do: Text.slice(text, from, to)
end
