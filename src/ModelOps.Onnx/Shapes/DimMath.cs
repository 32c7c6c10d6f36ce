namespace ModelOps.Onnx.Shapes;

/// <summary>Arithmetic of sizes. What overflows, or has no simple form, is unknown.</summary>
internal static class DimMath
{
    public static Dim Add(Dim a, Dim b)
    {
        if (a.Is(0)) { return b; }
        if (b.Is(0)) { return a; }
        return a.IsKnown && b.IsKnown ? Narrow((Int128)a.Value + b.Value) : Dim.Unknown;
    }

    public static Dim Subtract(Dim a, Dim b)
    {
        if (b.Is(0)) { return a; }
        if (a.IsSame(b)) { return 0; }
        return a.IsKnown && b.IsKnown ? Narrow((Int128)a.Value - b.Value) : Dim.Unknown;
    }

    public static Dim Multiply(Dim a, Dim b)
    {
        if (a.Is(1) || b.Is(0)) { return b; }
        if (b.Is(1) || a.Is(0)) { return a; }
        return a.IsKnown && b.IsKnown ? Narrow((Int128)a.Value * b.Value) : Dim.Unknown;
    }

    /// <summary>Quotient rounded toward zero, as the operator <c>Div</c> does it.</summary>
    public static Dim Divide(Dim a, Dim b)
    {
        if (b.Is(1)) { return a; }
        return a.IsKnown && b.IsKnown && b.Value != 0 ? Narrow((Int128)a.Value / b.Value) : Dim.Unknown;
    }

    /// <summary>Remainder of the sign of the divisor, as the operator <c>Mod</c> has it.</summary>
    public static Dim Modulo(Dim a, Dim b)
    {
        if (!a.IsKnown || !b.IsKnown || b.Value is 0 or -1) { return Dim.Unknown; }
        long remainder = a.Value % b.Value;
        return remainder != 0 && (remainder < 0) != (b.Value < 0) ? remainder + b.Value : remainder;
    }

    public static Dim Min(Dim a, Dim b) => a.IsSame(b) ? a : a.IsKnown && b.IsKnown ? Math.Min(a.Value, b.Value) : Dim.Unknown;

    public static Dim Max(Dim a, Dim b) => a.IsSame(b) ? a : a.IsKnown && b.IsKnown ? Math.Max(a.Value, b.Value) : Dim.Unknown;

    public static Dim Equal(Dim a, Dim b) => a.IsSame(b) ? 1 : a.Differs(b) ? 0 : Dim.Unknown;

    public static Dim Product(ReadOnlySpan<Dim> factors)
    {
        Dim product = 1;
        foreach (Dim factor in factors)
        {
            if (factor.Is(0)) { return 0; } // whatever the others are
        }

        foreach (Dim factor in factors) { product = Multiply(product, factor); }
        return product;
    }

    public static Dim Sum(ReadOnlySpan<Dim> terms)
    {
        Dim sum = 0;
        foreach (Dim term in terms) { sum = Add(sum, term); }
        return sum;
    }

    /// <summary>The one size that is left when the elements of a shape are spread over other dimensions; null when there is none.</summary>
    public static Dim? Quotient(ReadOnlySpan<Dim> shape, ReadOnlySpan<Dim> others)
    {
        List<Symbol> symbols = [];
        Dim above = 1;
        foreach (Dim size in shape)
        {
            if (size.IsUnknown) { return Dim.Unknown; }
            if (size.Symbol is { } symbol) { symbols.Add(symbol); }
            else { above = Multiply(above, size); }
        }

        Dim below = 1;
        foreach (Dim size in others)
        {
            if (size.IsKnown) { below = Multiply(below, size); }
            else if (size.Symbol is not { } symbol || !symbols.Remove(symbol)) { return Dim.Unknown; }
        }

        if (!above.IsKnown || !below.IsKnown || below.Value == 0) { return Dim.Unknown; }
        if (above.Value % below.Value != 0) { return symbols.Count == 0 ? null : Dim.Unknown; }
        return symbols.Count switch
        {
            0 => above.Value / below.Value,
            1 when above.Value == below.Value => Dim.Of(symbols[0]),
            _ => Dim.Unknown,
        };
    }

    private static Dim Narrow(Int128 value) => value < long.MinValue || value > long.MaxValue ? Dim.Unknown : (long)value;
}
