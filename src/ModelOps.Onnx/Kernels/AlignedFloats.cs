namespace ModelOps.Onnx.Kernels;

/// <summary>Floats at an address that starts a cache line and never moves. The garbage collector frees them with this object, so whoever uses the pointer keeps it alive.</summary>
/// <param name="length">Number of floats; all are 0 at first.</param>
internal sealed unsafe class AlignedFloats(int length)
{
    private readonly AlignedMemory _memory = new(checked(length * sizeof(float)));

    public int Length { get; } = length;

    public float* Pointer => (float*)_memory.Pointer;

    public Span<float> Span => new(Pointer, Length);

    public static AlignedFloats Copy(ReadOnlySpan<float> values)
    {
        AlignedFloats copy = new(values.Length);
        values.CopyTo(copy.Span);
        return copy;
    }
}
