namespace ModelOps.Onnx.Shapes;

/// <summary>Size of a dimension, or an element of a tensor that sizes are computed with: a number, a symbol, or unknown.</summary>
internal readonly struct Dim
{
    private readonly long _value;
    private readonly Symbol? _symbol;

    private Dim(long value, Symbol? symbol)
    {
        _value = value;
        _symbol = symbol;
    }

    public static Dim Unknown => new(0, Shapes.Symbol.Nothing);

    public bool IsKnown => _symbol is null;

    public bool IsUnknown => ReferenceEquals(_symbol, Shapes.Symbol.Nothing);

    /// <summary>The number; 0 when it is not known.</summary>
    public long Value => _value;

    /// <summary>The symbol; null for a number and for the unknown.</summary>
    public Symbol? Symbol => IsUnknown ? null : _symbol;

    public static implicit operator Dim(long value) => new(value, null);

    public static Dim Of(Symbol symbol) => new(0, symbol);

    /// <summary>Whether both are certainly the same number.</summary>
    public bool IsSame(Dim other) => IsKnown ? other.IsKnown && _value == other._value : !IsUnknown && ReferenceEquals(_symbol, other._symbol);

    /// <summary>Whether both are certainly different numbers.</summary>
    public bool Differs(Dim other) => IsKnown && other.IsKnown && _value != other._value;

    public bool Is(long value) => IsKnown && _value == value;

    public override string ToString() => IsKnown ? _value.ToString(System.Globalization.CultureInfo.InvariantCulture) : Symbol is { Name.Length: > 0 } named ? Quote.Printable(named.Name) : "?";
}
