defmodule Nova.Foreign.Control.Monad.ST.Uncurried do
  @moduledoc "What Control.Monad.ST.Uncurried imports from its host."

  def mkSTFn1(fun), do: fn a -> fun.(a).() end
  def mkSTFn2(fun), do: fn a, b -> fun.(a).(b).() end
  def mkSTFn3(fun), do: fn a, b, c -> fun.(a).(b).(c).() end
  def mkSTFn4(fun), do: fn a, b, c, d -> fun.(a).(b).(c).(d).() end
  def mkSTFn5(fun), do: fn a, b, c, d, e -> fun.(a).(b).(c).(d).(e).() end
  def mkSTFn6(fun), do: fn a, b, c, d, e, f -> fun.(a).(b).(c).(d).(e).(f).() end
  def mkSTFn7(fun), do: fn a, b, c, d, e, f, g -> fun.(a).(b).(c).(d).(e).(f).(g).() end
  def mkSTFn8(fun), do: fn a, b, c, d, e, f, g, h -> fun.(a).(b).(c).(d).(e).(f).(g).(h).() end
  def mkSTFn9(fun), do: fn a, b, c, d, e, f, g, h, i -> fun.(a).(b).(c).(d).(e).(f).(g).(h).(i).() end
  def mkSTFn10(fun), do: fn a, b, c, d, e, f, g, h, i, j -> fun.(a).(b).(c).(d).(e).(f).(g).(h).(i).(j).() end

  def runSTFn1(fun, a), do: fn -> fun.(a) end
  def runSTFn2(fun, a, b), do: fn -> fun.(a, b) end
  def runSTFn3(fun, a, b, c), do: fn -> fun.(a, b, c) end
  def runSTFn4(fun, a, b, c, d), do: fn -> fun.(a, b, c, d) end
  def runSTFn5(fun, a, b, c, d, e), do: fn -> fun.(a, b, c, d, e) end
  def runSTFn6(fun, a, b, c, d, e, f), do: fn -> fun.(a, b, c, d, e, f) end
  def runSTFn7(fun, a, b, c, d, e, f, g), do: fn -> fun.(a, b, c, d, e, f, g) end
  def runSTFn8(fun, a, b, c, d, e, f, g, h), do: fn -> fun.(a, b, c, d, e, f, g, h) end
  def runSTFn9(fun, a, b, c, d, e, f, g, h, i), do: fn -> fun.(a, b, c, d, e, f, g, h, i) end
  def runSTFn10(fun, a, b, c, d, e, f, g, h, i, j), do: fn -> fun.(a, b, c, d, e, f, g, h, i, j) end
end
