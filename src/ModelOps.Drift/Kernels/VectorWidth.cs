namespace ModelOps.Drift.Kernels;

/// <summary>Widths that the kernels are written in. All give the same bits; the scalar one is the specification.</summary>
internal enum VectorWidth
{
    /// <summary>One number after another.</summary>
    Scalar = 0,

    /// <summary>128-bit vectors.</summary>
    Bits128 = 16,

    /// <summary>256-bit vectors.</summary>
    Bits256 = 32,

    /// <summary>512-bit vectors.</summary>
    Bits512 = 64,
}
