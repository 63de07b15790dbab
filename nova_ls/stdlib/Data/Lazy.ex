defmodule Nova.Foreign.Data.Lazy do
  @moduledoc "What Data.Lazy imports from its host."

  alias Nova.Runtime

  # A lazy value is a reference to what computes it, or to what came out.

  def defer(f), do: Runtime.new_ref({:later, f})

  def force(lazy) do
    case Runtime.read_ref(lazy) do
      {:done, value} ->
        value

      {:later, f} ->
        value = f.(:unit)
        Runtime.write_ref(lazy, {:done, value})
        value
    end
  end
end
