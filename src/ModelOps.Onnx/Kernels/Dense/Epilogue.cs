using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>What happens to a product's sums on their way to memory: <c>min(high, max(low, scale * sum + addend))</c>. NaN stays NaN.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct Epilogue
{
    /// <summary>Zeros for what adds nothing, so a kernel need not ask.</summary>
    private static readonly AlignedFloats Zeros = new(PanelLayout.Wide);

    public Epilogue()
    {
        Addend = Zeros.Pointer;
    }

    public Epilogue(Activation activation)
        : this()
    {
        if (activation.IsBounds)
        {
            Low = activation.Low;
            High = activation.High;
        }
    }

    /// <summary>Factor of the sums.</summary>
    public float Scale { get; set; } = 1;

    public float Low { get; set; } = float.NegativeInfinity;

    public float High { get; set; } = float.PositiveInfinity;

    /// <summary>Values to add: one for each column.</summary>
    public float* Addend { get; private set; }

    /// <summary>Floats from one row's addends to the next row's; 0 if all rows share them.</summary>
    public nint AddendStride { get; private set; }

    private bool HasAddend { get; set; }

    /// <summary>Adds a value for each column.</summary>
    /// <param name="addend">The first row's values.</param>
    /// <param name="stride">Floats to the next row's values; 0 if all rows share them.</param>
    public void Add(float* addend, nint stride = 0)
    {
        Addend = addend;
        AddendStride = stride;
        HasAddend = true;
    }

    /// <summary>The same for the part that starts at a row and a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Epilogue At(nint row, nint column)
    {
        Epilogue part = this;
        if (HasAddend) { part.Addend = Addend + (row * AddendStride) + column; }
        return part;
    }
}
