using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Integers that tell a step what shapes to make: an attribute in older operator sets, an input in newer ones.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Integers
{
    /// <summary>Most of them.</summary>
    public const int MaxCount = 4 * Value.MaxRank;

    private readonly long[]? _fixed;
    private readonly Value? _value;

    private Integers(long[]? integers, Value? value)
    {
        _fixed = integers;
        _value = value;
    }

    /// <summary>Whether they are given.</summary>
    public bool AreGiven => _fixed is not null || _value is not null;

    /// <summary>Integers that never change; null for none.</summary>
    public static Integers Of(IReadOnlyList<long>? integers) => new(integers is null ? null : [.. integers], null);

    /// <summary>The elements of an input; null for none.</summary>
    public static Integers Of(Value? value) => new(null, value);

    /// <summary>An attribute; nothing when it is left out.</summary>
    public static Integers Attribute(NodeContext node, string name) => Of(node.Attributes.Has(name) ? node.Attributes.Ints(name) : null);

    /// <summary>Reads them, while shapes are bound.</summary>
    /// <param name="room">Room for <see cref="MaxCount"/>.</param>
    /// <returns>The integers.</returns>
    /// <exception cref="ShapeException">They are computed from elements, so no shape can be told; or they are too many.</exception>
    public ReadOnlySpan<long> Read(Span<long> room)
    {
        if (_fixed is not null) { return _fixed; }
        if (_value is null) { return []; }
        if (!_value.IsKnown) { throw ShapeException.DependsOnElements(_value); }
        if (_value.Count > MaxCount) { throw new ShapeException($"{_value} has more than {MaxCount} integers"); }
        _value.CopyIntegers(room);
        return room[.._value.Count];
    }
}
