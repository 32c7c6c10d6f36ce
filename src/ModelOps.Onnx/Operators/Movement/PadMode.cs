namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Where the elements around a padded tensor come from.</summary>
internal enum PadMode
{
    /// <summary>All are one value.</summary>
    Constant,

    /// <summary>The tensor mirrored at its outermost elements, which are not repeated.</summary>
    Reflect,

    /// <summary>The outermost elements over and over.</summary>
    Edge,

    /// <summary>The tensor over and over.</summary>
    Wrap,
}
