using System.Globalization;

namespace ModelOps;

/// <summary>Value of a parameter of a call: one of the kinds that the Open Inference Protocol has.</summary>
public readonly record struct InferenceParameter
{
    private readonly string? _text;
    private readonly long _bits;

    private InferenceParameter(InferenceParameterKind kind, long bits, string? text = null)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    /// <summary>What it holds.</summary>
    public InferenceParameterKind Kind { get; }

    /// <summary>Makes a truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator InferenceParameter(bool value) => new(InferenceParameterKind.Boolean, value ? 1 : 0);

    /// <summary>Makes a whole number.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator InferenceParameter(long value) => new(InferenceParameterKind.Int64, value);

    /// <summary>Makes a whole number; one in the signed range becomes <see cref="InferenceParameterKind.Int64"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator InferenceParameter(ulong value) =>
        new(value <= long.MaxValue ? InferenceParameterKind.Int64 : InferenceParameterKind.UInt64, (long)value);

    /// <summary>Makes a number.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator InferenceParameter(double value) => new(InferenceParameterKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a text.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator InferenceParameter(string value) =>
        new(InferenceParameterKind.String, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Reads a truth value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGet(out bool value)
    {
        value = _bits != 0;
        return Kind == InferenceParameterKind.Boolean;
    }

    /// <summary>Reads a whole number in the signed range.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGet(out long value)
    {
        value = _bits;
        return Kind == InferenceParameterKind.Int64;
    }

    /// <summary>Reads a whole number that is not negative.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGet(out ulong value)
    {
        value = (ulong)_bits;
        return Kind == InferenceParameterKind.UInt64 || (Kind == InferenceParameterKind.Int64 && _bits >= 0);
    }

    /// <summary>Reads a number, whole or not; a large whole one may lose its last digits.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGet(out double value)
    {
        value = Kind switch
        {
            InferenceParameterKind.Double => BitConverter.Int64BitsToDouble(_bits),
            InferenceParameterKind.Int64 => _bits,
            InferenceParameterKind.UInt64 => (ulong)_bits,
            _ => double.NaN,
        };
        return Kind is InferenceParameterKind.Double or InferenceParameterKind.Int64 or InferenceParameterKind.UInt64;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGet(out string value)
    {
        value = _text ?? string.Empty;
        return Kind == InferenceParameterKind.String;
    }

    /// <summary>For people.</summary>
    /// <returns>The value as text.</returns>
    public override string ToString() => Kind switch
    {
        InferenceParameterKind.Boolean => _bits != 0 ? "true" : "false",
        InferenceParameterKind.Int64 => _bits.ToString(CultureInfo.InvariantCulture),
        InferenceParameterKind.UInt64 => ((ulong)_bits).ToString(CultureInfo.InvariantCulture),
        InferenceParameterKind.Double => BitConverter.Int64BitsToDouble(_bits).ToString(CultureInfo.InvariantCulture),
        _ => _text ?? string.Empty,
    };
}
