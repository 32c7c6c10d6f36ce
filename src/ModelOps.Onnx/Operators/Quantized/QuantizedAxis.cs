using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>How scales lie over a tensor: one for all, one for each index of an axis, or one for each block along it.</summary>
/// <param name="axis">The axis; below zero it counts from the end.</param>
/// <param name="blockSize">Elements of a block; 0 for none.</param>
internal sealed class QuantizedAxis(int axis, int blockSize)
{
    /// <summary>Whether one scale serves all elements.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Number of stretches before the axis.</summary>
    public int Outer { get; private set; }

    /// <summary>Length of the axis.</summary>
    public int Length { get; private set; }

    /// <summary>Elements behind the axis.</summary>
    public int Inner { get; private set; }

    /// <summary>Scales along the axis: its length, or its number of blocks.</summary>
    public int Scales { get; private set; }

    /// <summary>Whether scales are told for blocks, and for each element beside the axis.</summary>
    public bool IsBlocked => blockSize > 0;

    /// <summary>Takes the shapes.</summary>
    /// <exception cref="ShapeException">The scales do not fit.</exception>
    public void Bind(Value input, Value scale)
    {
        IsWhole = scale.Count == 1 && blockSize == 0;
        if (IsWhole) { return; }
        int at = axis < 0 ? axis + input.Rank : axis;
        if (at < 0 || at >= input.Rank) { throw new ShapeException($"axis {axis} is out of range for {input}"); }
        (Outer, Length, Inner) = (1, input.Shape[at], 1);
        for (int i = 0; i < input.Rank; i++)
        {
            if (i < at) { Outer *= input.Shape[i]; }
            if (i > at) { Inner *= input.Shape[i]; }
        }

        Scales = blockSize > 0 ? (Length + blockSize - 1) / blockSize : Length;
        if (scale.Count != (blockSize > 0 ? Outer * Scales * Inner : Length)) { throw new ShapeException($"scales {scale} do not fit axis {axis} of {input}"); }
    }

    /// <summary>Where the scale of an index of the axis lies, or the first of its elements beside the axis where there are blocks.</summary>
    public int ScaleOf(int outer, int index) => blockSize > 0 ? ((outer * Scales) + (index / blockSize)) * Inner : index;
}
