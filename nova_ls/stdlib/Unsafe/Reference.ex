defmodule Nova.Foreign.Unsafe.Reference do
  @moduledoc "What Unsafe.Reference imports from its host."

  def reallyUnsafeRefEq(x, y) when is_number(x) or is_binary(x) or is_atom(x), do: Nova.Runtime.eq(x, y)
  def reallyUnsafeRefEq(x, y), do: :erts_debug.same(x, y)
end
