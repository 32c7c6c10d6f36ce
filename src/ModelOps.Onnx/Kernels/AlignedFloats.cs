namespace ModelOps.Onnx.Kernels;

/// <summary>Floats at an address that starts a cache line and never moves. The garbage collector frees them with this object, so whoever uses the pointer keeps it alive.</summary>
internal sealed unsafe class AlignedFloats
{
    private const int Alignment = 64;

    private readonly float[] _array;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">Number of floats.</param>
    public AlignedFloats(int length)
    {
        Length = length;
        _array = GC.AllocateArray<float>(length + (Alignment / sizeof(float)), pinned: true);
        fixed (float* start = _array)
        {
            Pointer = (float*)(((nint)start + Alignment - 1) & -Alignment);
        }
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);

    public static AlignedFloats Copy(ReadOnlySpan<float> values)
    {
        AlignedFloats copy = new(values.Length);
        values.CopyTo(copy.Span);
        return copy;
    }
}
