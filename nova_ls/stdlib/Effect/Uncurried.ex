defmodule Nova.Foreign.Effect.Uncurried do
  @moduledoc "What Effect.Uncurried imports from its host."

  def mkEffectFn1(fun), do: fn a -> fun.(a).() end
  def mkEffectFn2(fun), do: fn a, b -> fun.(a).(b).() end
  def mkEffectFn3(fun), do: fn a, b, c -> fun.(a).(b).(c).() end
  def mkEffectFn4(fun), do: fn a, b, c, d -> fun.(a).(b).(c).(d).() end
  def mkEffectFn5(fun), do: fn a, b, c, d, e -> fun.(a).(b).(c).(d).(e).() end
  def mkEffectFn6(fun), do: fn a, b, c, d, e, f -> fun.(a).(b).(c).(d).(e).(f).() end
  def mkEffectFn7(fun), do: fn a, b, c, d, e, f, g -> fun.(a).(b).(c).(d).(e).(f).(g).() end
  def mkEffectFn8(fun), do: fn a, b, c, d, e, f, g, h -> fun.(a).(b).(c).(d).(e).(f).(g).(h).() end
  def mkEffectFn9(fun), do: fn a, b, c, d, e, f, g, h, i -> fun.(a).(b).(c).(d).(e).(f).(g).(h).(i).() end
  def mkEffectFn10(fun), do: fn a, b, c, d, e, f, g, h, i, j -> fun.(a).(b).(c).(d).(e).(f).(g).(h).(i).(j).() end

  def runEffectFn1(fun, a), do: fn -> fun.(a) end
  def runEffectFn2(fun, a, b), do: fn -> fun.(a, b) end
  def runEffectFn3(fun, a, b, c), do: fn -> fun.(a, b, c) end
  def runEffectFn4(fun, a, b, c, d), do: fn -> fun.(a, b, c, d) end
  def runEffectFn5(fun, a, b, c, d, e), do: fn -> fun.(a, b, c, d, e) end
  def runEffectFn6(fun, a, b, c, d, e, f), do: fn -> fun.(a, b, c, d, e, f) end
  def runEffectFn7(fun, a, b, c, d, e, f, g), do: fn -> fun.(a, b, c, d, e, f, g) end
  def runEffectFn8(fun, a, b, c, d, e, f, g, h), do: fn -> fun.(a, b, c, d, e, f, g, h) end
  def runEffectFn9(fun, a, b, c, d, e, f, g, h, i), do: fn -> fun.(a, b, c, d, e, f, g, h, i) end
  def runEffectFn10(fun, a, b, c, d, e, f, g, h, i, j), do: fn -> fun.(a, b, c, d, e, f, g, h, i, j) end
end
