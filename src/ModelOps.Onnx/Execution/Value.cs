using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Execution;

/// <summary>A tensor while one call runs: its shape now, and where its elements lie. Belongs to one frame.</summary>
/// <param name="name">Name in the graph.</param>
/// <param name="type">Element type.</param>
internal sealed unsafe class Value(string name, OnnxElementType type)
{
    /// <summary>Most dimensions.</summary>
    public const int MaxRank = 8;

    private readonly int[] _shape = new int[MaxRank];

    /// <summary>Name in the graph.</summary>
    public string Name { get; } = name;

    /// <summary>Element type.</summary>
    public OnnxElementType Type { get; } = type;

    /// <summary>Number of dimensions; 0 for a scalar.</summary>
    public int Rank { get; private set; }

    /// <summary>Number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>Dimensions, row-major.</summary>
    public ReadOnlySpan<int> Shape => _shape.AsSpan(0, Rank);

    /// <summary>Bytes of the elements; 0 for strings.</summary>
    public int ByteLength { get; private set; }

    /// <summary>The elements, row-major, at a multiple of 64 bytes unless the value is a view; null before memory is laid out, and for strings.</summary>
    public byte* Data { get; set; }

    /// <summary>The elements of a tensor of strings, <see cref="Count"/> or more of them; else empty.</summary>
    public string[] Strings { get; set; } = [];

    /// <summary>Whether the elements are known as soon as the shapes of the inputs are: constants, and what is computed from shapes.</summary>
    public bool IsKnown { get; set; }

    /// <summary>The elements.</summary>
    /// <typeparam name="T">What the elements are.</typeparam>
    public Span<T> Elements<T>()
        where T : unmanaged => new(Data, Count);

    /// <summary>The elements as bytes.</summary>
    public Span<byte> Elements() => new(Data, ByteLength);

    /// <summary>The elements of a tensor of strings.</summary>
    public Span<string> Texts => Strings.AsSpan(0, Count);

    /// <summary>Sets the shape.</summary>
    /// <exception cref="ShapeException">There are too many dimensions or elements.</exception>
    [SkipLocalsInit]
    public void SetShape(params ReadOnlySpan<int> shape)
    {
        if (shape.Length > MaxRank) { throw new ShapeException($"'{Name}' would have {shape.Length} dimensions, and {MaxRank} are the most"); }
        long count = 1;
        foreach (int dimension in shape)
        {
            if (dimension < 0) { throw new ShapeException($"'{Name}' would have a dimension of {dimension}"); }
            count *= dimension;
            if (count > int.MaxValue) { throw new ShapeException($"'{Name}' would have more than {int.MaxValue} elements"); }
        }

        long bytes = ((count * ElementTypes.Bits(Type)) + 7) / 8;
        if (bytes > Array.MaxLength) { throw new ShapeException($"'{Name}' would have more than {Array.MaxLength} bytes"); }
        shape.CopyTo(_shape);
        Rank = shape.Length;
        Count = (int)count;
        ByteLength = (int)bytes;
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"'{Name}' [{string.Join(',', Shape.ToArray())}]";
}
