namespace ModelOps.Onnx.Forests.Quantized;

/// <summary>What the encoder and the decoder of compact files agree on.</summary>
internal static class CompactForest
{
    /// <summary>A node's first number: a leaf, a node that is there already, or from here on a split of a column.</summary>
    public const int Leaf = 0;

    /// <summary>A node that is there already; how far back follows.</summary>
    public const int Known = 1;

    /// <summary>A split of column 0.</summary>
    public const int FirstSplit = 2;

    public const byte Version = 1;

    public const byte NoLabels = 0;

    public const byte NumberLabels = 1;

    public const byte TextLabels = 2;

    public static ReadOnlySpan<byte> Magic => "MOQF"u8;
}
