defmodule Nova.Foreign.Record.Unsafe do
  @moduledoc "What Record.Unsafe imports from its host."

  def unsafeHas(name, record), do: is_map_key(record, name)
  def unsafeGet(name, record), do: Map.get(record, name, :unit)
  def unsafeSet(name, value, record), do: Map.put(record, name, value)
  def unsafeDelete(name, record), do: Map.delete(record, name)
end
