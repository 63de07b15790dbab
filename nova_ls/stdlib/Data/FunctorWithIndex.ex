defmodule Nova.Foreign.Data.FunctorWithIndex do
  @moduledoc "What Data.FunctorWithIndex imports from its host."

  def mapArrayWithIndex(f, xs) do
    List.to_tuple(for {x, i} <- Enum.with_index(Tuple.to_list(xs)), do: f.(i).(x))
  end
end
