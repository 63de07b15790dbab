defmodule Nova.Foreign.Data.Function.Uncurried do
  @moduledoc "What Data.Function.Uncurried imports from its host."

  def mkFn0(fun), do: fn -> fun.(:unit) end
  def mkFn2(fun), do: fn a, b -> fun.(a).(b) end
  def mkFn3(fun), do: fn a, b, c -> fun.(a).(b).(c) end
  def mkFn4(fun), do: fn a, b, c, d -> fun.(a).(b).(c).(d) end
  def mkFn5(fun), do: fn a, b, c, d, e -> fun.(a).(b).(c).(d).(e) end
  def mkFn6(fun), do: fn a, b, c, d, e, f -> fun.(a).(b).(c).(d).(e).(f) end
  def mkFn7(fun), do: fn a, b, c, d, e, f, g -> fun.(a).(b).(c).(d).(e).(f).(g) end
  def mkFn8(fun), do: fn a, b, c, d, e, f, g, h -> fun.(a).(b).(c).(d).(e).(f).(g).(h) end
  def mkFn9(fun), do: fn a, b, c, d, e, f, g, h, i -> fun.(a).(b).(c).(d).(e).(f).(g).(h).(i) end
  def mkFn10(fun), do: fn a, b, c, d, e, f, g, h, i, j -> fun.(a).(b).(c).(d).(e).(f).(g).(h).(i).(j) end

  def runFn0(f), do: f.()
  def runFn2(fun, a, b), do: fun.(a, b)
  def runFn3(fun, a, b, c), do: fun.(a, b, c)
  def runFn4(fun, a, b, c, d), do: fun.(a, b, c, d)
  def runFn5(fun, a, b, c, d, e), do: fun.(a, b, c, d, e)
  def runFn6(fun, a, b, c, d, e, f), do: fun.(a, b, c, d, e, f)
  def runFn7(fun, a, b, c, d, e, f, g), do: fun.(a, b, c, d, e, f, g)
  def runFn8(fun, a, b, c, d, e, f, g, h), do: fun.(a, b, c, d, e, f, g, h)
  def runFn9(fun, a, b, c, d, e, f, g, h, i), do: fun.(a, b, c, d, e, f, g, h, i)
  def runFn10(fun, a, b, c, d, e, f, g, h, i, j), do: fun.(a, b, c, d, e, f, g, h, i, j)
end
