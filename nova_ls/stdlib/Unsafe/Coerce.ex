defmodule Nova.Foreign.Unsafe.Coerce do
  @moduledoc "What Unsafe.Coerce imports from its host."

  def unsafeCoerce(x), do: x
end
